/** Requests whose names or protocols do not match their destination. */
import { LOCKDOWN, Threat } from './threat';

export const NAMES_AND_PROTOCOLS: readonly Threat[] = [
  {
    id: 'B6',
    title: 'DNS: an external resolver, and data in names',
    how: 'A pod queries an external resolver, or asks the cluster DNS for names that carry data to the server of a domain.',
    closedBy: [LOCKDOWN, '`ClusterDns.KUBE_DNS`, the default of `EgressLockdownPolicy` (NetworkPolicy)'],
    remains:
      'The cluster DNS resolves every name, and the server of a domain receives the queried names below the domain. Restrict the forwarding of CoreDNS, or use the DNS rules of the network plugin.',
  },
  {
    id: 'B8',
    title: 'An inner SNI that differs from the outer SNI',
    how: 'The gateway selects the host by the SNI of mesh mTLS, the outer SNI. A pod with routes of its own, or a pod that imitates a sidecar, can send another SNI in its own TLS.',
    closedBy: [
      '`ExternalTlsRoute` (VirtualService)',
      '`ExternalTlsRoute.allowFrom` (AuthorizationPolicy)',
      '`WildcardTarget` of `ExternalTlsRoute` (VirtualService, Gateway, AuthorizationPolicy)',
    ],
    remains:
      'Except for `WildcardTarget.dynamicDns`, the gateway connects to the address of the declared host, whatever the inner SNI is. If that address also serves other hosts, as CDNs do, it may serve them (B9).',
  },
  {
    id: 'B9',
    title: 'Domain fronting',
    how: 'The address of a declared host also serves another host, which the request names in the Host header.',
    closedBy: [
      '`ExternalHttpRoute.tlsOrigination` (DestinationRule)',
      '`ExternalHttpRoute.allowFrom` (AuthorizationPolicy)',
    ],
    remains:
      'In the TLS of an application (`ExternalTlsRoute`) the gateway cannot see the Host header: a request for another host reaches the declared host, which decides. For hosts on a CDN, let the gateway originate TLS (`tlsOrigination`), or make sure that the address serves no other host.',
  },
  {
    id: 'B10',
    title: 'A connection to one address, a request for another host',
    how: 'An application connects to an address of its choice and sends a declared host as Host or SNI.',
    closedBy: ['`ExternalHttpRoute` (ServiceEntry)', '`ExternalTlsRoute` (ServiceEntry)'],
    remains:
      'In a sidecar with DNS capture, istiod gives a TLS host an address of its own, and TLS to the real address matches no route: direct under `ALLOW_ANY`. The label `networking.istio.io/enable-autoallocate-ip: "false"` on the route closes this, as do `REGISTRY_ONLY` and a lockdown.',
  },
  {
    id: 'B13',
    title: 'HTTP rules on a TLS port',
    how: 'On a port that carries TLS, a rule with hosts, methods or paths matches nothing, or more than intended.',
    closedBy: [
      '`ExternalTlsRoute.allowFrom` (AuthorizationPolicy)',
      '`ExternalTcpRoute.allowFrom` (AuthorizationPolicy)',
    ],
  },
  {
    id: 'B29',
    title: 'TCP without a host name',
    how: 'A database or SSH client sends no host name, so one port identifies every host on the port.',
    closedBy: ['`ExternalTcpRoute` (ServiceEntry)', '`ExternalTcpRoute.allowFrom` (AuthorizationPolicy)'],
  },
  {
    id: 'B37',
    title: 'Plain text while the CA certificate is missing',
    how: 'TLS that cannot be verified yet is replaced with plain text.',
    closedBy: ['`TlsOrigination` of `ExternalHttpRoute` (DestinationRule)'],
    remains:
      'A host that is already in use keeps its old connection settings while its new Secret is missing: create the Secret first.',
  },
  {
    id: 'B38',
    title: 'A certificate of another host',
    how: 'The gateway verifies the chain of a certificate, but not its name.',
    closedBy: ['`TlsOrigination` of `ExternalHttpRoute` (DestinationRule)'],
  },
  {
    id: 'B39',
    title: 'Paths that servers interpret differently',
    how: 'Escaped slashes, dot segments and headers with another path turn an allowed path into a path that is not allowed.',
    closedBy: [
      '`ExternalHttpRoute.allowedOperations` (EnvoyFilter)',
      '`ExternalHttpRoute.allowedOperations` (AuthorizationPolicy)',
    ],
    remains:
      'A host can interpret paths in further ways: allow the narrowest paths that the application needs. Servlet containers read `/v1/..;/v2` as `/v2`: Istio before 1.29.7 and 1.30.4 passes this path (ISTIO-SECURITY-2026-006), and later releases pass `/v1/%2e%2e;/v2` and `/v1/..%3b/v2`. A filter of this library refuses these paths. The gateway removes headers that servers, frameworks and proxies read in place of the method, the path, the host or the scheme, and reads neither query nor body: configure the host to ignore others, and `_method` in forms.',
  },
  {
    id: 'B40',
    title: 'Another spelling of the same host',
    how: 'A trailing dot, another port or upper case: the policy compares another text than the routing.',
    closedBy: ['`ExternalHttpRoute.allowFrom` (AuthorizationPolicy)'],
  },
  {
    id: 'B61',
    title: 'Plain text on the port of a TLS route',
    how: 'PostgreSQL, SMTP and their kind start in plain text. On the port of a TLS route, such a connection has no SNI, matches no route, and is direct under `ALLOW_ANY`.',
    closedBy: ['`ExternalTcpRoute` (ServiceEntry)', '`ExternalTlsRoute` and `ExternalHttpRoute` (error EGR0408)'],
    tests: [
      {
        file: 'test/unit/network/plaintext-start.test.ts',
        name: 'port %i of a TLS route is rejected, because %s starts in plain text',
      },
    ],
    remains:
      'The error is for the usual ports only. On other ports, and with `implicitTls: true`, a client that starts in plain text is direct under `ALLOW_ANY`. `REGISTRY_ONLY` and a lockdown close this way.',
  },
  {
    id: 'B21',
    title: 'A gateway for every host',
    how: 'If the gateway serves `*`, or accepts requests as a forward proxy does, every caller reaches every host.',
    closedBy: ['`ExternalHttpRoute` (Gateway)', '`ExternalTlsRoute` (Gateway)'],
    tests: [{ file: 'test/unit/host/host.test.ts', name: 'Host.parsePattern rejects the wildcard %s' }],
  },
  {
    id: 'B49',
    title: 'A declared name with an internal address',
    how: 'The name of a metadata service, a name that contains an address (`169.254.169.254.nip.io`) or a name of another cluster is declared as an external host, and the gateway connects to it.',
    closedBy: ['`ExternalHttpRoute` (error EGR0211)', '`ExternalTlsRoute` (error EGR0211)'],
    tests: [
      {
        file: 'test/unit/mesh/assert-outside-name.test.ts',
        name: 'assertOutsideName rejects the metadata service %s, also in a domain of the organization',
      },
      {
        file: 'test/unit/mesh/assert-outside-name.test.ts',
        name: 'assertOutsideName rejects %s in the reserved domain .%s',
      },
      {
        file: 'test/unit/mesh/assert-outside-name.test.ts',
        name: 'assertOutsideName rejects %s, which contains the address %s',
      },
    ],
    remains:
      'The DNS can give every other name an internal address. A `GatewayLockdownPolicy` closes private addresses and the metadata address to the gateway (B27, B28).',
  },
  {
    id: 'B64',
    title: 'A name with a loopback address of the gateway',
    how: 'A gateway connects to itself on the way to a host behind a proxy, and to names below a wildcard. The owner of another DNS name, on the port where the gateway listens for this, can point the name at the loopback address. The sources of the name would reach the other host.',
    closedBy: [
      '`UpstreamProxy` (EnvoyFilter)',
      '`WildcardTarget.dynamicDns` of `ExternalTlsRoute` (AuthorizationPolicy)',
    ],
  },
  {
    id: 'B50',
    title: 'A name with an internal address, below a dynamic wildcard',
    how: 'With `WildcardTarget.dynamicDns()` the gateway connects to the address of any name below the wildcard. The owner of such a name chooses the address, e.g. 169.254.169.254.',
    closedBy: ['`WildcardTarget.dynamicDns` of `ExternalHttpRoute` and `ExternalTlsRoute` (EnvoyFilter)'],
    remains:
      'The gateway checks the first address of a name only. If nothing answers there, Envoy connects to the next address of the same DNS answer, and the access log has the first one. A `GatewayLockdownPolicy` closes private addresses and the metadata address to the gateway (B27, B28). Use `WildcardTarget.host` where one address serves all names.',
  },
];
