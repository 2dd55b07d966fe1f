/**
 * The Services that istiod generates for Gateways of the Gateway API (pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go).
 */
import { isApiGateway } from './gateway-api';
import { Manifest, namespaceOf } from '../manifest/manifest';
import { GATEWAY_NAME } from '../../input/label-names';
import { GatewayService } from './settings';

/** Spec of a Gateway of the Gateway API. */
interface ApiGatewaySpec {
  readonly gatewayClassName?: string;
  readonly addresses?: readonly { readonly type?: string }[];
  readonly listeners?: readonly { readonly port: number; readonly protocol?: string }[];
}

/** Returns the Services that istiod generates. */
export function generatedServices(manifests: readonly Manifest[]): readonly GatewayService[] {
  return manifests.filter(isApiGateway).flatMap((manifest) => {
    const { metadata, spec } = manifest;
    const { gatewayClassName, addresses = [], listeners = [] } = (spec ?? {}) as ApiGatewaySpec;
    // A Gateway with the name of a Service as its address has the pods of this Service.
    const isManual = addresses.length > 1 || addresses.some(({ type = 'IPAddress' }) => type !== 'IPAddress');
    if (gatewayClassName !== 'istio' || isManual) return [];
    const { name: gateway, annotations = {} } = metadata;
    const namespace = namespaceOf(manifest);
    const ports = listeners.map(({ port, protocol = '' }) => ({
      port,
      targetPort: port,
      name: protocol.toLowerCase(),
    }));
    return {
      namespace,
      name: annotations['gateway.istio.io/name-override'] ?? `${gateway}-istio`,
      podLabels: { [GATEWAY_NAME]: gateway },
      ports: ports.filter(({ port }, index) => ports.findIndex((each) => each.port === port) === index),
    };
  });
}
