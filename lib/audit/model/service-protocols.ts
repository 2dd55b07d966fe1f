import { ServicePort } from './service-endpoints';

/**
 * Returns the protocols of the bytes on a port of a Service, as proxies read the bytes: the protocol that `appProtocol` or the name of the port
 * states. On other ports, proxies detect HTTP (pkg/config/kube/conversion.go ConvertProtocol).
 */
export function protocolsOf({
  name = '',
  appProtocol = '',
}: Pick<ServicePort, 'name' | 'appProtocol'>): readonly ('http' | 'tls' | 'tcp')[] {
  const [prefix = ''] = (appProtocol || name).toLowerCase().split('-');
  if (HTTP.has(prefix)) return ['http'];
  if (TLS.has(prefix)) return ['tls'];
  return TCP.has(prefix) ? ['tcp'] : ['http', 'tcp'];
}

const HTTP = new Set(['http', 'http2', 'grpc', 'kubernetes.io/h2c', 'kubernetes.io/ws']);
const TLS = new Set(['https', 'tls', 'kubernetes.io/wss']);
const TCP = new Set(['tcp', 'mongo', 'mysql', 'redis']);
