/**
 * The manifests that the tests of the trace are about.
 */
import { yaml } from './support';

/** The HTTP part of Istio's egress gateway task (istio.io, tasks/traffic-management/egress/egress-gateway). */
export const TASK_HTTP = yaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: cnn}
spec:
  hosts: [edition.cnn.com]
  ports: [{number: 80, name: http-port, protocol: HTTP}, {number: 443, name: https, protocol: HTTPS}]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: istio-egressgateway}
spec:
  selector: {istio: egressgateway}
  servers:
  - port: {number: 80, name: http, protocol: HTTP}
    hosts: [edition.cnn.com]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: egressgateway-for-cnn}
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets: [{name: cnn}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: direct-cnn-through-egress-gateway}
spec:
  hosts: [edition.cnn.com]
  gateways: [istio-egressgateway, mesh]
  http:
  - match: [{gateways: [mesh], port: 80}]
    route:
    - destination: {host: istio-egressgateway.istio-system.svc.cluster.local, subset: cnn, port: {number: 80}}
      weight: 100
  - match: [{gateways: [istio-egressgateway], port: 80}]
    route:
    - destination: {host: edition.cnn.com, port: {number: 80}}
`);

/** The HTTPS part of the same task: the application starts TLS, the gateway passes it on. */
export const TASK_HTTPS = yaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: cnn}
spec:
  hosts: [edition.cnn.com]
  ports: [{number: 443, name: tls, protocol: TLS}]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: istio-egressgateway}
spec:
  selector: {istio: egressgateway}
  servers:
  - port: {number: 443, name: tls, protocol: TLS}
    hosts: [edition.cnn.com]
    tls: {mode: PASSTHROUGH}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: egressgateway-for-cnn}
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets: [{name: cnn}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: direct-cnn-through-egress-gateway}
spec:
  hosts: [edition.cnn.com]
  gateways: [mesh, istio-egressgateway]
  tls:
  - match: [{gateways: [mesh], port: 443, sniHosts: [edition.cnn.com]}]
    route:
    - destination: {host: istio-egressgateway.istio-system.svc.cluster.local, subset: cnn, port: {number: 443}}
  - match: [{gateways: [istio-egressgateway], port: 443, sniHosts: [edition.cnn.com]}]
    route:
    - destination: {host: edition.cnn.com, port: {number: 443}}
      weight: 100
`);

/** HTTP and TLS of one host, both inside mesh mTLS to the gateway, objects in the namespaces where they work for all. */
export const MUTUAL = yaml(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: egress-gw, namespace: istio-system}
spec:
  selector: {istio: egressgateway}
  servers:
  - port: {number: 80, name: http-edition-cnn-com, protocol: HTTPS}
    hosts: [default/edition.cnn.com]
    tls: {mode: ISTIO_MUTUAL}
  - port: {number: 443, name: tls-edition-cnn-com, protocol: TLS}
    hosts: [default/edition.cnn.com]
    tls: {mode: ISTIO_MUTUAL}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: egress-dr, namespace: istio-system}
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets:
  - name: edition-cnn-com
    trafficPolicy:
      portLevelSettings:
      - {port: {number: 80}, tls: {mode: ISTIO_MUTUAL, sni: edition.cnn.com}}
      - {port: {number: 443}, tls: {mode: ISTIO_MUTUAL, sni: edition.cnn.com}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: egress-edition-cnn-com, namespace: default}
spec:
  hosts: [edition.cnn.com]
  gateways: [mesh, istio-system/egress-gw]
  http:
  - match: [{gateways: [mesh], port: 80}]
    route:
    - destination:
        {host: istio-egressgateway.istio-system.svc.cluster.local, subset: edition-cnn-com, port: {number: 80}}
  - match: [{gateways: [istio-system/egress-gw], port: 80}]
    headers: {request: {remove: [x-forwarded-client-cert, x-forwarded-for]}}
    route: [{destination: {host: edition.cnn.com, port: {number: 80}}}]
  tls:
  - match: [{gateways: [mesh], port: 443, sniHosts: [edition.cnn.com]}]
    route:
    - destination:
        {host: istio-egressgateway.istio-system.svc.cluster.local, subset: edition-cnn-com, port: {number: 443}}
  tcp:
  - match: [{gateways: [istio-system/egress-gw], port: 443}]
    route: [{destination: {host: edition.cnn.com, port: {number: 443}}}]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ext-edition-cnn-com, namespace: default}
spec:
  hosts: [edition.cnn.com]
  location: MESH_EXTERNAL
  ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}]
  resolution: DNS
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: egress-lockdown}
`);

/** Any name under wikipedia.org, HTTP and TLS, by way of one fixed server. */
export const WILDCARD = yaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: wikipedia, namespace: istio-system}
spec:
  hosts: [www.wikipedia.org]
  ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: any-wikipedia, namespace: istio-system}
spec:
  hosts: ['*.wikipedia.org']
  ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: egress, namespace: istio-system}
spec:
  selector: {istio: egressgateway}
  servers:
  - port: {number: 80, name: http, protocol: HTTP}
    hosts: ['./*.wikipedia.org']
  - port: {number: 443, name: tls, protocol: TLS}
    hosts: ['./*.wikipedia.org']
    tls: {mode: PASSTHROUGH}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: wikipedia, namespace: istio-system}
spec:
  hosts: ['*.wikipedia.org']
  gateways: [mesh, egress]
  http:
  - match: [{gateways: [mesh], port: 80}]
    route: [{destination: {host: istio-egressgateway, port: {number: 80}}}]
  - match: [{gateways: [egress], port: 80}]
    route: [{destination: {host: www.wikipedia.org, port: {number: 80}}}]
  tls:
  - match: [{gateways: [mesh], port: 443, sniHosts: ['*.wikipedia.org']}]
    route: [{destination: {host: istio-egressgateway, port: {number: 443}}}]
  - match: [{gateways: [egress], port: 443, sniHosts: ['*.wikipedia.org']}]
    route: [{destination: {host: www.wikipedia.org, port: {number: 443}}}]
`);
