import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import { gatewayFactsOf } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { Placement } from '../render/istio/placement';
import { EgressPlan } from '../mesh/egress-plan';
import { Host } from '../host/host';

/** Id of the construct below a chart that holds the objects of its hosts. Part of the contract, as all construct ids. */
const HOLDER = 'cdk8s-istio-egress';

/** Marks the holder as this library's: a construct of the user's with its id is a clash, not a holder. */
class HostsOfChart extends Construct {
  public constructor(chart: Chart) {
    super(chart, HOLDER);
    afterNamespaces(this);
  }
}

/**
 * The objects of a host, in the order in which they are applied; those that are not there yet are written. They stand at
 * `CHART/cdk8s-istio-egress/HOST/ID`, not below a route, since no route owns them alone. Called again whenever more is said of
 * the host: an object that comes late is put before those that it must precede.
 */
export function writeHostObjects(
  chart: Chart,
  gateway: IEgressGateway,
  plan: EgressPlan,
  host: Host,
): readonly ApiObject[] {
  const scope = scopeOf(chart, host);
  const facts = gatewayFactsOf(gateway);
  const placements = gateway.layout._place(plan.externalHost(host, facts));
  const late: ApiObject[] = [];
  return placements.map((placement) => {
    const found = scope.node.tryFindChild(placement.id);
    if (ApiObject.isApiObject(found)) {
      found.addDependency(...late);
      return found;
    }
    const object = write(scope, gateway, placement, () => placement.spec(plan.externalHost(host, facts)));
    late.push(object);
    return object;
  });
}

function scopeOf(chart: Chart, host: Host): Construct {
  const child = chart.node.tryFindChild(HOLDER);
  const holder = child instanceof HostsOfChart ? child : new HostsOfChart(chart);
  const found = holder.node.tryFindChild(host.name);
  return found instanceof Construct ? found : new Construct(holder, host.name);
}

function write(scope: Construct, gateway: IEgressGateway, placement: Placement, spec: () => object): ApiObject {
  const { id, apiVersion, kind, name, namespace, belongsTo } = placement;
  const { labels, annotations } = (belongsTo === 'gateway' ? gateway.metadata : undefined) ?? {};
  const metadata = { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) };
  return writeObject(scope, id, { apiVersion, kind, metadata, spec });
}
