import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { writtenHosts } from './shared/written-hosts';

/** A host that no request has in this form. */
export const UNMATCHED_HOST: Rule = {
  code: 'EGR3504',
  level: 'error',
  title: 'A host has upper case, or a dot at its end.',
  effect:
    'Envoy compares names byte by byte with the SNI in lower case, and clients send no dot at the end of the name, so that the rule of ' +
    'the host does not apply. Istio does not change the host.',
  sources: [
    'https://www.rfc-editor.org/rfc/rfc6066#section-3',
    'setRequestedServerName in source/common/network/socket_impl.h',
  ],
  check: (mesh) =>
    writtenHosts(mesh).flatMap(({ manifest, path, host }) => {
      const wanted = host.toLowerCase().replace(/\.$/, '');
      if (host === wanted) return [];
      return [
        {
          ...{ manifest, path },
          message: `${nameOf(manifest)} has host "${host}", which no request has in this form`,
          fix: `write "${wanted}" in ${pathText(path)}`,
        },
      ];
    }),
};
