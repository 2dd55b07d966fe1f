import { Manifest } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A gateway that receives requests for a host, and has no route for the host. */
export const MISSING_GATEWAY_LEG: Rule = {
  code: 'EGR3012',
  level: 'error',
  title: 'Sidecars send requests for a host to a gateway that has no route for the host.',
  effect:
    'The gateway answers 404, or closes the connection. The way out needs a second rule, bound to the Gateway, in a VirtualService whose ' +
    'hosts the server has.',
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/'],
  check: (mesh) =>
    failuresOf(mesh, 'missing-route').map((failure) => {
      const { host, port, protocol } = failure.first.request;
      const block = ('block' in failure.cause ? failure.cause.block : undefined) ?? protocol;
      const { manifest, path = [] } = failure.place;
      const isServer = manifest.kind === 'Gateway' && path[1] === 'servers';
      const gateway = manifest.kind === 'Gateway' ? idOf(manifest) : 'NAMESPACE/GATEWAY';
      const server = isServer ? `${pathText(path.slice(0, 3))} of Gateway ${gateway}` : 'the server of the Gateway';
      const match = block === 'tls' ? `, sniHosts: [${host}]` : '';
      return hitOf(
        failure,
        `write a VirtualService with hosts: [${host}], gateways: [${gateway}] and ${block}: [{match: [{gateways: [${gateway}]${match}}], route: [{destination: {host: ${host}, port: {number: ${port}}}}]}], and ${host} in hosts of ${server}`,
      );
    }),
};

function idOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}
