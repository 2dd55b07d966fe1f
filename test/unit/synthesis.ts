/** What the tests of facts that are known at synthesis only share. */
import { Chart, Testing } from 'cdk8s';
import { EgressGateway, EgressGatewayAttributes, IEgressGateway } from '../../lib';

/** What synthesis of the chart's app finds wrong, a message each; empty where it finds nothing. */
export function foundAtSynthesis(chart: Chart): string[] {
  try {
    Testing.synth(chart);
  } catch (error) {
    const [heading, ...messages] = (error as Error).message.split('\n  ');
    expect(heading).toBe('Validation failed with the following errors:');
    return messages;
  }
  return [];
}

/** Whom or what a message of the house says that it got. */
export function got(message = ''): unknown {
  return JSON.parse(/: got (.*?); allowed: /.exec(message)?.[1] ?? 'null') as unknown;
}

/** The default gateway, described once per chart. */
export function gatewayOf(chart: Chart, attrs: EgressGatewayAttributes = {}): IEgressGateway {
  const found = chart.node.tryFindChild('gateway');
  return found ? (found as unknown as IEgressGateway) : EgressGateway.fromExisting(chart, 'gateway', attrs);
}
