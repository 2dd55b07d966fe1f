import { meshWith } from '../policy/support';
import { Mesh } from '../../../../lib/audit/model/mesh';
import { MeshSettings } from '../../../../lib/audit/model/settings';

/** edition.cnn.com goes from the sidecars of all namespaces to the gateway istio-egress/egress, in mesh mTLS. */
const ROUTE = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: cnn, namespace: istio-egress }
spec: { hosts: [edition.cnn.com], resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: cnn, namespace: istio-egress }
spec:
  selector: { istio: egress }
  servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: [edition.cnn.com], tls: { mode: ISTIO_MUTUAL } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cnn, namespace: istio-egress }
spec:
  host: egress.istio-egress.svc.cluster.local
  subsets:
    - name: cnn
      trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: ISTIO_MUTUAL, sni: edition.cnn.com } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cnn, namespace: istio-egress }
spec:
  hosts: [edition.cnn.com]
  gateways: [mesh, cnn]
  tls:
    - match: [{ gateways: [mesh], port: 443, sniHosts: [edition.cnn.com] }]
      route: [{ destination: { host: egress.istio-egress.svc.cluster.local, subset: cnn, port: { number: 443 } } }]
  tcp:
    - match: [{ gateways: [cnn], port: 443 }]
      route: [{ destination: { host: edition.cnn.com, port: { number: 443 } } }]
`;

/** payments/api may use the route. */
export const ALLOW = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: allow-cnn, namespace: istio-egress }
spec:
  selector: { matchLabels: { istio: egress } }
  rules:
    - from: [{ source: { principals: [cluster.local/ns/payments/sa/api] } }]
      to: [{ operation: { ports: ['8443'] } }]
      when: [{ key: connection.sni, values: [edition.cnn.com] }]
`;

/** A peer of a rule: pods with a label in a namespace. */
const pods = (namespace: string, label: string): string =>
  `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } }, podSelector: { matchLabels: { ${label} } } }`;

export const TO_DNS = `{ to: [${pods('kube-system', 'k8s-app: kube-dns')}], ports: [{ protocol: UDP, port: 53 }] }`;
export const TO_ISTIOD = `{ to: [${pods('istio-system', 'app: istiod')}], ports: [{ port: 15012 }] }`;
export const TO_GATEWAY = `{ to: [${pods('istio-egress', 'istio: egress')}], ports: [{ port: 8443 }] }`;
export const TO_INTERNET = '{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }], ports: [{ port: 443 }] }';

/** Returns a NetworkPolicy for the egress of a namespace. */
export function lockdown(rules: readonly string[], namespace = 'payments', podSelector = '{}'): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: lockdown, namespace: ${namespace} }
spec: { podSelector: ${podSelector}, policyTypes: [Egress], egress: [${rules.join(', ')}] }
`;
}

/** Returns a mesh with the route and further objects. */
export function meshOf(further: readonly string[] = [], settings: MeshSettings = {}): Mesh {
  const podLabels = { istio: 'egress' };
  const ports = [{ port: 443, targetPort: 8443 }];
  const gatewayServices = [{ namespace: 'istio-egress', name: 'egress', podLabels, ports }];
  return meshWith([ROUTE, ...further].join('---'), { gatewayServices, ...settings });
}
