import { Chart } from 'cdk8s';
import { EgressGateway, EgressGatewayProps, GatewayDeploymentOptions, GatewayWorkload } from '../../../lib';

/** A gateway of this library's in `istio-egress`. */
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
