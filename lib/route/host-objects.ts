import { ApiObject, Chart } from 'cdk8s';
import { Construct, IDependable } from 'constructs';
import { orderChildren } from '../construct/ordered-children';
import { writeObject } from '../construct/write-object';
import { nonEmpty } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { Host } from '../host/host';
import { EgressPlan } from '../mesh/egress-plan';
import { ExternalHost } from '../mesh/external-host';
import { mergeMetadata } from '../mesh/object-metadata';
import { HOST_OBJECT_IDS, hostObjects } from '../render/istio/host-objects';
import { Placement } from '../render/istio/placement';

/** Id of the construct below a chart that holds the objects of its hosts. Part of the contract, as all construct ids. */
const HOLDER = 'cdk8s-istio-egress';

/** The objects of the hosts of a chart. Its class distinguishes the holder from a construct of the user with the same id. */
class HostsOfChart extends Construct {
  public constructor(chart: Chart) {
    super(chart, HOLDER);
    orderChildren(this, (host) => host);
  }
}

/** The objects of one host, in the order in which `kubectl apply` must create them. */
class ObjectsOfHost extends Construct {
  public constructor(scope: HostsOfChart, host: string) {
    super(scope, host);
    orderChildren(this, (id) => HOST_OBJECT_IDS.indexOf(id));
  }
}

/**
 * Writes the objects of a host that do not exist yet, at `CHART/cdk8s-istio-egress/HOST/ID`: no route owns the objects alone.
 */
export function writeHostObjects(chart: Chart, gateway: IEgressGateway, plan: EgressPlan, host: Host): void {
  const scope = hostScope(chart, host.name);
  const model = toGatewayModel(gateway);
  const external = plan.externalHost(host, model);
  for (const placement of hostObjects(external)) {
    const found = scope.node.tryFindChild(placement.id);
    const spec = (): object => placement.spec(plan.externalHost(host, model));
    const object = ApiObject.isApiObject(found) ? found : write(scope, placement, plan, spec);
    addMetadata(object, external, placement);
  }
}

/** Returns the objects of a host that exist, in the order in which the objects are written. */
export function findHostObjects(chart: Chart, host: string): readonly ApiObject[] {
  const scope = chart.node.tryFindChild(HOLDER)?.node.tryFindChild(host);
  return (scope?.node.children ?? []).filter((child) => ApiObject.isApiObject(child));
}

/** Returns the construct that holds the objects of a host. */
export function hostScope(chart: Chart, host: string): Construct {
  const child = chart.node.tryFindChild(HOLDER);
  const holder = child instanceof HostsOfChart ? child : new HostsOfChart(chart);
  const found = holder.node.tryFindChild(host);
  return found instanceof ObjectsOfHost ? found : new ObjectsOfHost(holder, host);
}

function write(scope: Construct, placement: Placement, plan: EgressPlan, spec: () => object): ApiObject {
  const { id, apiVersion, kind, name, namespace } = placement;
  const object = writeObject(scope, id, { apiVersion, kind, metadata: { name, namespace }, spec });
  const { node } = object;
  const host = scope.node.id;
  const addDependency = node.addDependency.bind(node);
  Object.defineProperties(node, {
    // Reports name the first route of the host, which the user wrote. The path of no other construct has an empty id.
    path: { get: () => `${plan.claimsOf(host)[0]?.owner}//${host}/${id}` },
    // Routes of one host share its objects: a dependency between the routes cannot order the objects among themselves.
    addDependency: { value: (...on: IDependable[]) => addDependency(...on.filter((each) => !isBelow(scope, each))) },
  });
  return object;
}

function isBelow(scope: Construct, each: IDependable): boolean {
  return ApiObject.isApiObject(each) && each.node.scope === scope;
}

/** Adds the labels and annotations of the routes; a later route may bring more. */
function addMetadata(object: ApiObject, { gateway, metadata }: ExternalHost, { belongsTo }: Placement): void {
  const { labels = {}, annotations = {} } = nonEmpty(
    mergeMetadata(belongsTo === 'gateway' ? [gateway.metadata, metadata] : [metadata]),
  );
  for (const [key, value] of Object.entries(labels)) object.metadata.addLabel(key, value);
  for (const [key, value] of Object.entries(annotations)) object.metadata.addAnnotation(key, value);
}
