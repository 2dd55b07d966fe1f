import { Chart } from 'cdk8s';
import { EgressAdmissionPolicy, EgressAdmissionPolicyProps, EgressGateway, Subject } from '../../../lib';
import { newChart } from '../help';

/** The deployers of `made()`. */
export const DEPLOYERS = [Subject.user('ci')];

/** Returns an admission policy for the gateway `istio-egress/egress` in a new chart. */
export function made(props: Partial<EgressAdmissionPolicyProps> = {}): {
  chart: Chart;
  gateway: EgressGateway;
  made: EgressAdmissionPolicy;
} {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-egress', serviceName: 'egress' });
  return { chart, gateway, made: new EgressAdmissionPolicy(chart, 'it', { gateway, deployers: DEPLOYERS, ...props }) };
}
