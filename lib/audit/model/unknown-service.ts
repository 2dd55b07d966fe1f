import { Mesh } from './mesh';
import { servicesByHost } from './outside-services';

/** Returns `NAMESPACE/NAME` of a host that is the name of a Service which neither the manifests nor the settings have. */
export function unknownService(mesh: Mesh, host: string): string | undefined {
  const domain = `.svc.${mesh.clusterDomain}`;
  if (!host.endsWith(domain) || mesh.gatewayServices.has(host) || servicesByHost(mesh).has(host)) return undefined;
  const [name, namespace, ...more] = host.slice(0, -domain.length).split('.');
  return more.length === 0 ? `${namespace}/${name}` : undefined;
}
