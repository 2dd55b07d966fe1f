import { IConstruct } from 'constructs';
import { refuseChartless } from '../construct/in-chart';
import { meshOf } from '../construct/mesh';
import { GatewayFacts } from '../mesh/gateway';
import { InputError } from '../input/input-error';
import { required } from '../input/instance';
import { IEgressGateway } from './iegress-gateway';

type Described =
  | 'namespace'
  | 'serviceName'
  | 'clusterDomain'
  | 'selector'
  | 'ports'
  | 'clientTls'
  | 'layout'
  | 'requireSources'
  | 'takesUndeclared'
  | 'metadata';

/** The plain data of a gateway, for the pure parts of the house. */
export function gatewayFactsOf(gateway: Pick<IEgressGateway, Described>): GatewayFacts {
  checkGateway(gateway);
  const {
    namespace,
    serviceName,
    clusterDomain,
    selector,
    ports,
    clientTls,
    layout,
    requireSources,
    takesUndeclared,
    metadata,
  } = gateway;
  return {
    namespace,
    serviceName,
    clusterDomain,
    selector,
    httpPort: { port: ports.httpPort, targetPort: ports.httpTargetPort },
    tlsPort: { port: ports.tlsPort, targetPort: ports.tlsTargetPort },
    clientTls: clientTls._mode,
    layout: layout.name,
    requireSources,
    takesUndeclared,
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
 * Refuses the gateway of another app, since one app is one mesh, and one that nothing checked: of a class that implements the
 * interface by itself. A construct without a chart is in no app at all.
 *
 * @throws InputError
 */
export function refuseStranger(construct: IConstruct, gateway: IEgressGateway): void {
  refuseChartless(construct);
  const sameApp = gateway.node.root === construct.node.root;
  if (sameApp && meshOf(construct).gateways.knows(gateway.node.path)) return;
  throw new InputError({
    problem: sameApp ? 'gateway is of no class of this library' : 'gateway belongs to another app',
    got: gateway.node.path,
    allowed: 'a gateway of the same app: new EgressGateway(...) or EgressGateway.fromExisting(...)',
    fix: 'describe it in this app: EgressGateway.fromExisting(...)',
  });
}

/**
 * Refuses a gateway that some other app owns, for what that app alone should write: two apps would overwrite each other's.
 *
 * @param what how the error names it: `the policy on its pods`
 * @throws InputError
 */
export function refuseForeign(construct: IConstruct, gateway: IEgressGateway, what: string): void {
  const facts = gatewayFactsOf(gateway);
  if (!meshOf(construct).gateways.isForeign(facts)) return;
  throw new InputError({
    problem: `${what} is for the app that owns the gateway`,
    got: gateway.node.path,
    allowed: 'a gateway that this app describes with new EgressGateway(...)',
    fix: 'write it in the app that owns the gateway, and name the namespaces of other apps there',
  });
}
