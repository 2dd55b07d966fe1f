import { Chart } from 'cdk8s';
import { EgressGateway, EgressGatewayProps, GatewayDeploymentOptions, GatewayWorkload } from '../../../lib';

/** Returns a gateway in `istio-egress` that this library deploys. */
export function deployed(
  chart: Chart,
  options: GatewayDeploymentOptions = {},
  props: EgressGatewayProps = {},
): EgressGateway {
  return new EgressGateway(chart, 'gateway', {
    namespace: 'istio-egress',
    serviceName: 'egress',
    selector: { istio: 'dedicated' },
    workload: GatewayWorkload.deployment(options),
    ...props,
  });
}
