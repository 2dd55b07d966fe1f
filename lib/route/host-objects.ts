import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { EgressPlan } from '../model/egress-plan';
import { Host } from '../model/host';

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
 * The objects of a host, written when its first route asks for them, found again for every other. They stand at
 * `CHART/cdk8s-istio-egress/HOST/KIND`, not below a route, since no route owns them alone.
 */
export function writeHostObjects(
  chart: Chart,
  gateway: IEgressGateway,
  plan: EgressPlan,
  host: Host,
): readonly ApiObject[] {
  const child = chart.node.tryFindChild(HOLDER);
  const holder = child instanceof HostsOfChart ? child : new HostsOfChart(chart);
  const found = holder.node.tryFindChild(host.name);
  if (found) return found.node.children.filter((child): child is ApiObject => ApiObject.isApiObject(child));
  const scope = new Construct(holder, host.name);
  return gateway.layout._place(plan.externalHost(host)).map((placement) => {
    const { apiVersion, kind, name, namespace, belongsTo } = placement;
    const { labels, annotations } = (belongsTo === 'gateway' ? gateway.metadata : undefined) ?? {};
    const metadata = { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) };
    return writeObject(scope, kind, {
      apiVersion,
      kind,
      metadata,
      spec: () => placement.spec(plan.externalHost(host)),
    });
  });
}
