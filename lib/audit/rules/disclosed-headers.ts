import { STRIPPED_HEADERS } from '../../http/stripped-headers';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { exitsOf } from './shared/exits';

/** The headers that proxies with default settings add to a request. `STRIPPED_HEADERS` also has those of options. */
const ADDED: readonly string[] = STRIPPED_HEADERS.filter((header) =>
  [
    'x-envoy-attempt-count',
    'x-envoy-decorator-operation',
    'x-forwarded-client-cert',
    'x-forwarded-for',
    'x-request-id',
  ].includes(header),
);

/** A route of a gateway that sends headers of the mesh to a host. */
export const DISCLOSED_HEADERS: Rule = {
  code: 'EGR3209',
  level: 'warning',
  title: 'A gateway sends headers of the mesh to a host.',
  effect:
    'The host receives the identity of the workload, the address of the pod, and names of the cluster. Istio sets ' +
    '`x-forwarded-client-cert` at gateways, and Envoy adds the others.',
  sources: [
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers',
    'SANITIZE_SET in pilot/pkg/networking/core/gateway.go',
  ],
  check: (mesh) => {
    const seen = new Set<unknown>();
    return exitsOf(mesh).flatMap(({ vs, block, rule, path, target, host }) => {
      if (block !== 'http' || seen.has(rule)) return [];
      seen.add(rule);
      const removed = [rule.headers, target.headers].flatMap((headers) => headers?.request?.remove ?? []);
      const left = ADDED.filter((header) => !removed.some((name) => name.toLowerCase() === header));
      if (left.length === 0) return [];
      return [
        {
          manifest: vs.manifest,
          path,
          message: `${nameOf(vs.manifest)} sends ${left.join(', ')} to ${host}`,
          fix: `write headers: { request: { remove: [${left.join(', ')}] } } in ${pathText(path)}`,
        },
      ];
    });
  },
};
