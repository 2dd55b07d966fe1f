/** Helpers for tests of findings at synthesis. */
import { Chart, Testing } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressChecks, EgressFinding, EgressGateway, EgressGatewayAttributes, IEgressGateway } from '../../lib';

/** Returns the errors that the synthesis of the chart's app throws, one message each; empty if the app is synthesized. */
export function foundAtSynthesis(chart: Chart): string[] {
  try {
    Testing.synth(chart);
  } catch (error) {
    const [heading, ...messages] = (error as Error).message.split('\n  ');
    expect(heading).toBe('Validation failed with the following errors:');
    // cdk8s prints the path of the construct that validates, which is the scope of the mesh, before each message.
    return messages.map((message) => message.replace(/^\[[^\]]*\] (?=EGR)/, ''));
  }
  return [];
}

/** Returns the findings of a code about a construct and everything below the construct. */
export function findingsWith(code: string, scope: IConstruct): EgressFinding[] {
  return EgressChecks.of(scope)
    .findings()
    .filter((finding) => finding.code === code);
}

/** Returns the value that a message of this library shows as rejected. */
export function got(message = ''): unknown {
  return JSON.parse(/: got (.*?); allowed: /.exec(message)?.[1] ?? 'null') as unknown;
}

/** Returns the default gateway of a chart, which the first call describes. */
export function gatewayOf(chart: Chart, attrs: EgressGatewayAttributes = {}): IEgressGateway {
  const found = chart.node.tryFindChild('gateway');
  return found
    ? (found as unknown as IEgressGateway)
    : EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', attrs);
}
