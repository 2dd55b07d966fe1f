import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkedText } from '../construct/checked-metadata';
import { ignoreDependenciesOnSiblings, orderChildren } from '../construct/node';
import { ObjectToWrite, writeObject } from '../construct/write-object';
import { nonEmpty } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { Host } from '../host/host';
import { EgressPlan } from '../mesh/egress-plan';
import { ExternalHost } from '../mesh/external-host';
import { GatewayModel } from '../mesh/gateway';
import { mergeMetadata } from '../mesh/object-metadata';
import { syncWave } from '../mesh/sync-wave';
import { hostObjects, rankOf } from '../render/istio/host-objects';
import { Placement } from '../render/istio/placement';
import { PartPatches, withPatchedParts } from './part-patches';

/** Id of the construct below a chart that holds the objects of its hosts. Part of the contract, as all construct ids. */
const HOLDER = 'cdk8s-istio-egress';

/** The objects of the hosts of a chart. Its class distinguishes the holder from a construct of the user with the same id. */
class HostsOfChart extends Construct {
  public constructor(chart: Chart) {
    super(chart, HOLDER);
    orderChildren(this, (host) => host);
  }
}

/** The objects of one host, with the patches of their parts. */
class ObjectsOfHost extends Construct {
  public readonly patches: PartPatches[] = [];
}

/**
 * Writes the objects of a host that do not exist yet, at `CHART/cdk8s-istio-egress/HOST/ID`: no route owns the objects alone.
 */
export function writeHostObjects(chart: Chart, gateway: IEgressGateway, plan: EgressPlan, host: Host): void {
  const scope = hostScope(chart, host.name);
  const model = toGatewayModel(gateway);
  const external = plan.externalHost(host, model);
  const finish = finishOf(scope, plan, host, model);
  for (const placement of hostObjects(external)) {
    const found = scope.node.tryFindChild(placement.id);
    const spec = specOf(placement, plan, host, model);
    const object = ApiObject.isApiObject(found) ? found : write(scope, placement, { spec, finish });
    addMetadata(object, external, placement);
  }
  nameInReports(scope, external);
  orderObjects(scope);
}

/** Returns the objects of a host that exist, in the order in which the objects are written. */
export function findHostObjects(chart: Chart, host: string): readonly ApiObject[] {
  const scope = chart.node.tryFindChild(HOLDER)?.node.tryFindChild(host);
  return (scope?.node.children ?? []).filter((child) => ApiObject.isApiObject(child));
}

/** Adds patches of a part of a host's objects, which are applied at synthesis. */
export function addPartPatches(chart: Chart, host: string, patches: PartPatches): void {
  hostScope(chart, host).patches.push(patches);
}

/** Returns the construct that holds the objects of a host. */
export function hostScope(chart: Chart, host: string): ObjectsOfHost {
  const child = chart.node.tryFindChild(HOLDER);
  const holder = child instanceof HostsOfChart ? child : new HostsOfChart(chart);
  const found = holder.node.tryFindChild(host);
  return found instanceof ObjectsOfHost ? found : new ObjectsOfHost(holder, host);
}

function write(
  scope: Construct,
  { id, apiVersion, kind, name, namespace }: Placement,
  content: Required<Pick<ObjectToWrite, 'spec' | 'finish'>>,
): ApiObject {
  const object = writeObject(scope, id, { apiVersion, kind, metadata: { name, namespace }, ...content });
  // Routes of one host share its objects: a dependency between the routes cannot order the objects among themselves.
  ignoreDependenciesOnSiblings(object);
  return object;
}

/** Returns the function that makes a spec at synthesis, and keeps nothing else alive until then. */
function specOf({ spec }: Placement, plan: EgressPlan, host: Host, gateway: GatewayModel): () => object {
  return () => spec(plan.externalHost(host, gateway));
}

/** Returns the function that patches the parts of the objects of a host. */
function finishOf(
  scope: ObjectsOfHost,
  plan: EgressPlan,
  host: Host,
  gateway: GatewayModel,
): Required<ObjectToWrite>['finish'] {
  return (manifest, { node: { id } }) =>
    scope.patches.length === 0
      ? manifest
      : withPatchedParts(manifest, id, plan.externalHost(host, gateway), scope.patches);
}

/** Puts the first route of the host, which the user wrote, into the paths of objects. No path of another construct has an empty id. */
function nameInReports({ node: { id: host, children } }: Construct, { owners: [first] }: ExternalHost): void {
  const prefix = `${first}//${host}/`;
  for (const { node } of children) {
    const value = prefix + node.id;
    Object.defineProperty(node, 'path', { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Puts the objects in the order in which `kubectl apply` must create them; a later route may bring an object that is first. */
function orderObjects(scope: Construct): void {
  const ranks = scope.node.children.map(({ node }) => rankOf(node.id));
  if (ranks.some((rank, index) => rank < (ranks[index - 1] ?? 0))) orderChildren(scope, rankOf);
}

/** Adds the labels and annotations of the routes; a later route may bring more. */
function addMetadata(object: ApiObject, { gateway, metadata }: ExternalHost, { belongsTo, kind }: Placement): void {
  const wave = syncWave(gateway, kind, [gateway.metadata, metadata]);
  const { labels = {}, annotations = {} } = nonEmpty(
    mergeMetadata([...(belongsTo === 'gateway' ? [gateway.metadata] : []), metadata, wave]),
  );
  for (const [key, value] of Object.entries(labels)) {
    object.metadata.addLabel(
      key,
      checkedText('labels', key, value, () => object),
    );
  }
  for (const [key, value] of Object.entries(annotations)) {
    object.metadata.addAnnotation(
      key,
      checkedText('annotations', key, value, () => object),
    );
  }
}
