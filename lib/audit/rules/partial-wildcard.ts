import { nameOf } from '../manifest/manifest';
import { isPartialWildcard } from '../model/hosts';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { writtenHosts } from './shared/written-hosts';

/** A wildcard for a part of a label. */
export const PARTIAL_WILDCARD: Rule = {
  code: 'EGR3505',
  level: 'error',
  title: 'A wildcard is not a whole label of a host.',
  effect:
    'Envoy rejects the whole listener of the port, also for the other hosts: "partial wildcards are not supported in server_names". ' +
    'istiod accepts the host, with a warning for ServiceEntries.',
  sources: [
    'ValidatePartialWildCard in pkg/config/validation/agent/validation.go',
    'source/common/listener_manager/filter_chain_manager_impl.cc',
  ],
  check: (mesh) =>
    writtenHosts(mesh).flatMap(({ manifest, path, host }) => {
      if (!isPartialWildcard(host)) return [];
      return [
        {
          ...{ manifest, path },
          message: `${nameOf(manifest)} has host "${host}", whose wildcard is part of a label`,
          fix: `write "*.${host.replace(/^\*[-.]?/, '')}" in ${pathText(path)}`,
        },
      ];
    }),
};
