/** The gateway itself as the way out. */
import { LOCKDOWN, Threat } from './threat';

export const AT_THE_GATEWAY: readonly Threat[] = [
  {
    id: 'B11',
    title: 'A pod that connects to the gateway without the mesh',
    how: 'A pod that reaches the ports of the gateway sends requests without a client certificate, so the gateway cannot identify the caller.',
    closedBy: [
      '`ClientTls.ISTIO_MUTUAL`, the default of `EgressGateway` (Gateway of `ExternalHttpRoute`)',
      '`EgressGateway` (AuthorizationPolicy)',
    ],
  },
  {
    id: 'B12',
    title: 'A route that every workload may use',
    how: 'Without a policy the gateway serves every workload of the mesh.',
    closedBy: [
      '`EgressGateway.defaultDeny` (AuthorizationPolicy)',
      '`ExternalHttpRoute.allowFrom` (AuthorizationPolicy)',
      '`ExternalTlsRoute.allowFrom` (AuthorizationPolicy)',
    ],
    tests: [
      {
        file: 'test/unit/gateway/default-deny-policy.test.ts',
        name: 'defaultDeny writes the default deny policy with the gateway',
      },
    ],
    remains:
      'A route without `allowFrom` is open to the whole mesh as long as no route of its gateway has sources. Write `defaultDeny: true` on every gateway.',
  },
  {
    id: 'B14',
    title: 'Service accounts and ports that a policy confuses',
    how: 'Dots in names of service accounts are read as patterns, and the port of the Service is not the port of the pods.',
    closedBy: ['`EgressSource.serviceAccount` of `ExternalHttpRoute` (AuthorizationPolicy)'],
    tests: [
      {
        file: 'test/unit/render/istio/authorization-policy.test.ts',
        name: 'identifies service accounts by the trust domain of the mesh, not by the cluster domain',
      },
      {
        file: 'test/unit/render/istio/authorization-policy.test.ts',
        name: 'matches HTTP by host, with and without a port, by the SNI of mesh mTLS and by the target port',
      },
    ],
    remains:
      'A name with dots was not tested on the mesh. The policy has an exact identity (`principals`), not a pattern; run an Istio that is patched.',
  },
  {
    id: 'B22',
    title: 'Pods and ports beside the gateway and istiod',
    how: 'A policy that opens a namespace opens every pod in it, on every port.',
    closedBy: [LOCKDOWN],
    remains: "`LockdownMode.NAMESPACE_LABELS`, which writes the policy of Istio's own task, opens all of these.",
  },
  {
    id: 'B41',
    title: 'Headers that reveal the mesh',
    how: "Proxies add the caller's certificate and address, request ids and traces to a request, and forward such headers of the caller.",
    closedBy: [
      '`ExternalHttpRoute` (VirtualService)',
      '`GatewayWorkload.deployment` of `EgressGateway` (Deployment)',
      '`EgressGateway.installOverlay` (annotation of installed pods)',
    ],
    remains:
      'The gateway cannot remove headers inside the TLS of an application: the application must not send them. In a mesh with tracing, the gateway adds the context of its span after the removal: turn off its spans with a Telemetry. A gateway that another tool installs needs the annotation of `gateway.installOverlay()`.',
  },
  {
    id: 'B42',
    title: 'A gateway that can read too many Secrets',
    how: 'An attacker who controls the gateway can read what its service account can read.',
    closedBy: ['`GatewayWorkload.deployment` of `EgressGateway` (Role)'],
    tests: [
      {
        file: 'test/unit/gateway/read-secrets.test.ts',
        name: 'readSecrets grants the service account of the gateway only to list the Secrets of its namespace',
      },
    ],
    remains:
      'The gateway can read all Secrets of its namespace: give the gateway a namespace of its own, with the Secrets of its hosts only.',
  },
  {
    id: 'B43',
    title: 'Nodes shared with applications',
    how: 'An attacker who escapes from an application container on the node of the gateway has the memory and the identity of the gateway.',
    closedBy: ['`GatewayWorkload.deployment` of `EgressGateway` (Deployment)'],
    tests: [
      { file: 'test/unit/gateway/deployment.test.ts', name: 'the Deployment of a gateway has the configured %s' },
      {
        file: 'test/unit/gateway/deployment.test.ts',
        name: 'the Deployment of a gateway meets Pod Security restricted, and has its own ServiceAccount',
      },
    ],
    remains:
      'A taint excludes other pods only while no one else may tolerate the taint: reject such tolerations at admission, and give these nodes a network route that other nodes do not have.',
  },
  {
    id: 'B44',
    title: 'A log without callers',
    how: 'The log of the gateway lacks the caller, and for TLS also the requested host.',
    closedBy: ['`EgressTelemetry` (Telemetry)', '`AccessLog.JSON` of `EgressTelemetry` (Telemetry)'],
    remains:
      "For TLS the log has the SNI of mesh mTLS and the caller, never the request inside. On the HTTP port, callers without a certificate leave no log line. Istio's text format is no evidence: a client writes further fields with quotes in its User-Agent. Read `AccessLog.JSON`.",
  },
  {
    id: 'B45',
    title: 'An exhausted gateway',
    how: 'One client opens so many connections that other clients get none.',
    closedBy: ['`GatewayWorkload.deployment` of `EgressGateway` (HorizontalPodAutoscaler)'],
    tests: [
      {
        file: 'test/unit/gateway/deployment-objects.test.ts',
        name: 'the HorizontalPodAutoscaler of a deployed gateway keeps pods, %s',
      },
    ],
    remains:
      'No object of this library limits a single client. Set the overload manager of the proxies in the mesh configuration, and give critical applications a gateway of their own.',
  },
  {
    id: 'B47',
    title: 'A host that speaks first',
    how: "Servers of SMTP, SSH, MySQL and FTP send the first bytes. Envoy connects to the host before it decides by the caller's first byte, so a caller without a grant receives these bytes, and the host sees a connection.",
    closedBy: [
      '`ExternalTcpRoute.allowFrom` (Gateway, EnvoyFilter)',
      '`ExternalTlsRoute.allowFrom` (Gateway)',
      '`EgressGateway.upstreamProxy` (Gateway)',
      '`EgressGateway` (EnvoyFilter)',
    ],
    tests: [
      {
        file: 'test/unit/render/istio/identity-filter.test.ts',
        name: 'the gateway accepts in the handshake exactly the callers that the policy allows',
      },
    ],
    remains:
      'For a TLS route with a namespace among its sources, a caller without a grant causes a connection to the host, over which no byte passes. Name service accounts instead. The gateway needs Envoy 1.37: older gateways connect to the host before the handshake, and no byte passes either. A server that the Gateway object of a team adds to the pods of the gateway checks no caller in the handshake: a caller receives what the host sends first, until the first byte of the caller (B18).',
  },
  {
    id: 'B48',
    title: 'An upgrade of an allowed request',
    how: 'A client that imitates a sidecar asks for a WebSocket on a route with `allowedOperations`. After the answer, the bytes of the connection are no requests that a policy sees.',
    closedBy: ['`ExternalHttpRoute.allowedOperations` (AuthorizationPolicy)'],
  },
  {
    id: 'B62',
    title: 'An address that a caller states',
    how: 'On the port for ranges, a caller states in a PROXY protocol header which address it wants to reach: one outside the range of its route, such as that of cloud metadata, another port, or the port of another route.',
    closedBy: ['`ExternalCidrRoute` (EnvoyFilter, AuthorizationPolicy)', '`GatewayPorts.of({ cidrs })` (EnvoyFilter)'],
    remains:
      'A source chooses among the addresses of its own ranges, and the source address that the access log of the gateway shows. The header is read on the port for ranges only.',
  },
];
