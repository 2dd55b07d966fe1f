import { Labels } from '../../input/labels';
import { GatewayModel } from '../../mesh/gateway';
import { EVERY_POD } from '../../mesh/pod-labels';
import { egressProxy } from './egress-proxy';
import { workloadSelector } from './workload-selector';

/**
 * Returns an EnvoyFilter that repeats for HTTP what the Sidecar of a namespace with an egress proxy configures for every
 * protocol: sidecars send unknown hosts to the gateway. istiod may serve HTTP routes from before the namespace had an egress
 * proxy, since the key of its route cache ignores `egressProxy` (`Cache.Key` in istio.io/istio
 * `pilot/pkg/networking/core/route/route_cache.go`). Requests then bypass the gateway, as seen on a running mesh. The key
 * includes EnvoyFilters.
 *
 * @param podLabels labels of the pods; empty for every pod
 */
export function egressProxyFilterSpec(gateway: GatewayModel, podLabels: Labels = EVERY_POD): object {
  const { host, subset = '', port } = egressProxy(gateway);
  const allowAny = { name: 'allow_any', route: { name: 'allow_any' } };
  return {
    ...workloadSelector(podLabels),
    configPatches: [
      {
        applyTo: 'HTTP_ROUTE',
        match: { context: 'SIDECAR_OUTBOUND', routeConfiguration: { vhost: allowAny } },
        patch: {
          operation: 'MERGE',
          value: { route: { cluster: `outbound|${port?.number}|${subset}|${host}` } },
        },
      },
    ],
  };
}
