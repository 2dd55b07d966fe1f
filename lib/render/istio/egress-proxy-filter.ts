import { GatewayFacts } from '../../mesh/gateway';
import { egressProxy } from './egress-proxy';

/**
 * An EnvoyFilter that says of HTTP what the Sidecar of a strict namespace says of everything: what nothing declares goes to the
 * gateway. It is needed since istiod may serve routes of HTTP that it made for the namespace before it was strict, from a cache
 * that does not look at `egressProxy` (`Cache.Key` in istio.io/istio `pilot/pkg/networking/core/route/route_cache.go`): requests then
 * go around the gateway, as seen on a running mesh. It does look at EnvoyFilters.
 */
export function strictFilterSpec(gateway: GatewayFacts): object {
  const { host, subset = '', port } = egressProxy(gateway);
  const catchAll = { name: 'allow_any', route: { name: 'allow_any' } };
  return {
    configPatches: [
      {
        applyTo: 'HTTP_ROUTE',
        match: { context: 'SIDECAR_OUTBOUND', routeConfiguration: { vhost: catchAll } },
        patch: {
          operation: 'MERGE',
          value: { route: { cluster: `outbound|${port?.number}|${subset}|${host}` } },
        },
      },
    ],
  };
}
