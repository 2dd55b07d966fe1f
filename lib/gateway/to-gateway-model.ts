import { IConstruct } from 'constructs';
import { assertInChart } from '../construct/in-chart';
import { meshOf } from '../construct/mesh';
import { EgressError } from '../input/egress-error';
import { assertInstance } from '../input/instance';
import { GatewayModel } from '../mesh/gateway';
import { IEgressGateway } from './iegress-gateway';

const models = new WeakMap<IConstruct, GatewayModel>();

/** Keeps the plain data of a gateway. */
export function setGatewayModel(gateway: IConstruct, model: GatewayModel): void {
  models.set(gateway, model);
}

/**
 * Returns the plain data of a gateway.
 *
 * @throws EgressError for a value that is not a gateway of this library
 */
export function toGatewayModel(gateway: IConstruct): GatewayModel {
  assertGateway(gateway);
  return models.get(gateway) as GatewayModel;
}

/**
 * Rejects a value that is not a gateway of this library.
 *
 * @param what name of the property
 * @throws EgressError
 */
export function assertGateway(gateway: IConstruct, what = 'gateway'): void {
  assertInstance(what, gateway, 'EgressGateway', "new EgressGateway(chart, 'gateway')");
}

/**
 * Rejects a value that is not a gateway of the construct's own mesh.
 *
 * @param what name of the property: `allowTo[1]`
 * @throws EgressError also for a construct outside a chart
 */
export function assertSameMesh(construct: IConstruct, gateway: IEgressGateway, what = 'gateway'): void {
  assertGateway(gateway, what);
  assertInChart(construct);
  if (meshOf(gateway) === meshOf(construct)) return;
  const sameApp = gateway.node.root === construct.node.root;
  const defaults = { namespace: 'istio-system', serviceName: 'istio-egressgateway' };
  const { namespace, serviceName } = { ...defaults, ...models.get(gateway) };
  throw EgressError.of({
    code: 'EGR0301',
    problem: `${what} must belong to the same ${sameApp ? 'mesh' : 'app'}`,
    got: gateway.node.path,
    allowed: 'a gateway of the same app and EgressMesh',
    fix: `describe the gateway in this ${sameApp ? 'mesh' : 'app'}: EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { namespace: '${namespace}', serviceName: '${serviceName}' }), with its other attributes`,
  });
}
