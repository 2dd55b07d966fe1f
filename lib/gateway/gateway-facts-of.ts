import { GatewayFacts } from '../model/gateway-facts';
import { IEgressGateway } from './iegress-gateway';

/** The plain data of a gateway, for the pure parts of the house. */
export function gatewayFactsOf(gateway: Omit<IEgressGateway, 'node' | 'with' | 'serviceHost'>): GatewayFacts {
  const { namespace, serviceName, clusterDomain, selector, ports, clientTls } = gateway;
  return {
    namespace,
    serviceName,
    clusterDomain,
    selector,
    httpPort: { port: ports.httpPort, targetPort: ports.httpTargetPort },
    tlsPort: { port: ports.tlsPort, targetPort: ports.tlsTargetPort },
    clientTls: clientTls._mode,
  };
}
