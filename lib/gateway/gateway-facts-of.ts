import { IConstruct } from 'constructs';
import { GatewayFacts } from '../model/gateway-facts';
import { InputError } from '../model/input-error';
import { required } from '../model/required';
import { IEgressGateway } from './iegress-gateway';

type Described =
  'namespace' | 'serviceName' | 'clusterDomain' | 'selector' | 'ports' | 'clientTls' | 'layout' | 'metadata';

/** The plain data of a gateway, for the pure parts of the house. */
export function gatewayFactsOf(gateway: Pick<IEgressGateway, Described>): GatewayFacts {
  checkGateway(gateway);
  const { namespace, serviceName, clusterDomain, selector, ports, clientTls, layout, metadata } = gateway;
  return {
    namespace,
    serviceName,
    clusterDomain,
    selector,
    httpPort: { port: ports.httpPort, targetPort: ports.httpTargetPort },
    tlsPort: { port: ports.tlsPort, targetPort: ports.tlsTargetPort },
    clientTls: clientTls._mode,
    layout: layout.name,
    metadata: {
      ...(metadata?.labels && { labels: metadata.labels }),
      ...(metadata?.annotations && { annotations: metadata.annotations }),
    },
  };
}

/**
 * Refuses what is no gateway, as JavaScript and `any` let through.
 *
 * @throws InputError
 */
export function checkGateway(gateway: Pick<IEgressGateway, Described>): void {
  required('gateway', gateway?.ports !== undefined, gateway, 'an EgressGateway or EgressGateway.fromExisting(...)');
}

/**
 * Refuses the gateway of another app: one app is one mesh, and what that one knows of the gateway this one would not.
 *
 * @throws InputError
 */
export function refuseOtherApp(construct: IConstruct, gateway: IEgressGateway): void {
  if (gateway.node.root === construct.node.root) return;
  throw new InputError({
    problem: 'gateway belongs to another app',
    got: gateway.node.path,
    allowed: 'a gateway of the same app',
    fix: 'describe it in this app too: EgressGateway.fromExisting(...)',
  });
}
