import { RequestProtocol } from './request-protocol';
import { ServicePort, ServiceSpec } from './service-endpoints';

/**
 * Returns the protocols of the bytes on a port of a Service, as proxies read the bytes: the protocol that `appProtocol` or the name of the
 * port states. On other ports, proxies detect HTTP (pkg/config/kube/conversion.go ConvertProtocol).
 */
export function protocolsOf({
  name = '',
  appProtocol = '',
}: Pick<ServicePort, 'name' | 'appProtocol'>): readonly RequestProtocol[] {
  const [prefix = ''] = (appProtocol || name).toLowerCase().split('-');
  if (HTTP.has(prefix)) return ['http'];
  if (TLS.has(prefix)) return ['tls'];
  return TCP.has(prefix) ? ['tcp'] : ['http', 'tcp'];
}

/**
 * Returns whether a Service is headless: the clusters of sidecars for the Service have the type ORIGINAL_DST (core/cluster.go
 * convertResolution).
 */
export function isHeadless({ clusterIP }: Pick<ServiceSpec, 'clusterIP'>): boolean {
  return clusterIP === 'None';
}

/**
 * Returns whether the sidecar connects to the address that the application dials, whatever the address is: HTTP of a headless Service,
 * whose cluster the Host header chooses.
 */
export function isDialled(service: Pick<ServiceSpec, 'clusterIP'>, port: ServicePort): boolean {
  return isHeadless(service) && protocolsOf(port).every((protocol) => protocol === 'http');
}

const HTTP = new Set(['http', 'http2', 'grpc', 'kubernetes.io/h2c', 'kubernetes.io/ws']);
const TLS = new Set(['https', 'tls', 'kubernetes.io/wss']);
const TCP = new Set(['tcp', 'mongo', 'mysql', 'redis']);
