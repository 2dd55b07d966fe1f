/** The gateways that the tests' meshes have, as their Services say: what no manifest of the library says for an installed one. */
import { GatewayService } from '../../lib/audit/model/settings';

/** The gateway that `istioctl` installs. */
export const INSTALLED: GatewayService = {
  namespace: 'istio-system',
  name: 'istio-egressgateway',
  podLabels: { app: 'istio-egressgateway', istio: 'egressgateway' },
  ports: [
    { port: 80, targetPort: 8080 },
    { port: 443, targetPort: 8443 },
  ],
};
