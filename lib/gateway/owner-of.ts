import { Construct, IConstruct } from 'constructs';
import { isInChart } from '../construct/in-chart';
import { meshOf } from '../construct/mesh';
import { InputError } from '../input/input-error';
import { gatewayFactsOf } from './gateway-facts-of';
import { IEgressGateway } from './iegress-gateway';

/**
 * The construct below which objects of the gateway are written: the one that runs the gateway, told by its path; where nobody of
 * the app does, the one that is asked.
 *
 * @param whom for whom the objects are, as an error names it
 * @throws InputError for one that stands in no chart
 */
export function ownerOf(gateway: IEgressGateway, whom: string): Construct {
  const path = meshOf(gateway).gateways.ownerOf(gatewayFactsOf(gateway));
  const owner = gateway.node.root.node.findAll().find(({ node }) => node.path === path) ?? gateway;
  refuseOwnerless(owner, whom);
  return owner;
}

/** A gateway that writes nothing may stand anywhere, but an object needs a chart to be written to. */
function refuseOwnerless(gateway: IConstruct, whom: string): void {
  if (isInChart(gateway)) return;
  throw new InputError({
    problem: `the gateway of ${whom} stands in no chart`,
    got: gateway.node.path,
    allowed: 'a gateway below a chart: objects that belong to it are written there',
    fix: "make the gateway with a chart as its scope: new EgressGateway(chart, 'gateway')",
  });
}
