/** Requests whose names or protocols do not match their destination. */
import { outerNames, portInTheHost, requests, tcp, whoMayLeave, wildcards } from './shown';
import { byEvaluators, onTheMesh, refused, staysOnTheGateway } from './evidence';
import { by, byDefault, given, Threat } from './threat';

const TEN_LINES = ['ten-lines', 'main'] as const;
const TLS_APPLIED = ['tls-origination', 'tls from the gateway on', 'applied'] as const;
const NOT_WHO_THEY_SHOULD_BE = ['tls-origination', 'hosts that are not who they should be'] as const;

export const NAMES_AND_PROTOCOLS: readonly Threat[] = [
  {
    id: 'B6',
    title: 'DNS: an external resolver, and data in names',
    how: 'A pod queries an external resolver, or asks the cluster DNS for names that carry data to the server of a domain.',
    closedBy: [
      by('EgressLockdownPolicy', 'NetworkPolicy'),
      byDefault('ClusterDns.KUBE_DNS', 'EgressLockdownPolicy', 'NetworkPolicy'),
    ],
    shownBy: [
      requests('test-egress/curl tftp://203.0.113.10:53/', 'test-egress/plain tftp://203.0.113.10:53/'),
      byEvaluators(TEN_LINES, 'outside', '53/UDP', '53/TCP'),
      byEvaluators(TEN_LINES, 'beside DNS', '53/UDP', '53/TCP'),
    ],
    remains:
      'The cluster DNS resolves every name, and the server of a domain receives the queried names below the domain. Restrict the forwarding of CoreDNS, or use the DNS rules of the network plugin.',
  },
  {
    id: 'B8',
    title: 'An inner SNI that differs from the outer SNI',
    how: 'The gateway selects the host by the SNI of mesh mTLS, the outer SNI. A pod with routes of its own, or a pod that imitates a sidecar, can send another SNI in its own TLS.',
    closedBy: [
      by('ExternalTlsRoute', 'VirtualService'),
      by('ExternalTlsRoute.allowFrom', 'AuthorizationPolicy'),
      given('WildcardTarget.host', 'ExternalTlsRoute', 'VirtualService'),
    ],
    shownBy: [
      outerNames('default/curl https://b.example.net/'),
      staysOnTheGateway(outerNames('https://a.example.net/'), 'to the host of the outer SNI'),
      wildcards('test-egress/curl https://m.de.wikipedia.org/'),
      staysOnTheGateway(
        wildcards('test-egress/curl https://de.wikipedia.org/', 'test-egress/curl https://www.wikipedia.org/'),
        'to the one address of the wildcardTarget',
      ),
    ],
    remains:
      'The gateway connects to the address of the declared host, whatever the inner SNI is. If that address also serves other hosts, as CDNs do, it may serve them (B9).',
  },
  {
    id: 'B9',
    title: 'Domain fronting',
    how: 'The address of a declared host also serves another host, which the request names in the Host header.',
    closedBy: [
      by('ExternalHttpRoute.tlsOrigination', 'DestinationRule'),
      by('ExternalHttpRoute.allowFrom', 'AuthorizationPolicy'),
    ],
    shownBy: [
      whoMayLeave('default/reports http://api.example.org/v1/ --header host: edition.cnn.com'),
      outerNames('http://b.example.net/', 'http://a.example.net/v1/'),
      onTheMesh(...TLS_APPLIED, '--header host: api.example.org.'),
    ],
    remains:
      'In the TLS of an application (`ExternalTlsRoute`) the gateway cannot see the Host header: a request for another host reaches the declared host, which decides. For hosts on a CDN, let the gateway originate TLS (`tlsOrigination`), or make sure that the address serves no other host.',
    remainsShownBy: [
      staysOnTheGateway(
        requests('test-egress/curl https://edition.cnn.com/ --header host: b.example.net'),
        'to the declared host, with the other host in the Host header',
      ),
    ],
  },
  {
    id: 'B10',
    title: 'A connection to one address, a request for another host',
    how: 'An application connects to an address of its choice and sends a declared host as Host or SNI.',
    closedBy: [by('ExternalHttpRoute', 'ServiceEntry'), by('ExternalTlsRoute', 'ServiceEntry')],
    shownBy: [
      staysOnTheGateway(
        requests('test-egress/curl http://203.0.113.99/', 'test-egress/curl https://edition.cnn.com/ --connect-to'),
        'to the address of the requested host, not to the address of the connection',
      ),
      whoMayLeave('test-egress/curl http://edition.cnn.com/politics --header host: other.example.net'),
      wildcards('--header host: a.example.net:8080'),
      portInTheHost('--header host: a.example.net:22'),
    ],
  },
  {
    id: 'B13',
    title: 'HTTP rules on a TLS port',
    how: 'On a port that carries TLS, a rule with hosts, methods or paths matches nothing, or more than intended.',
    closedBy: [
      by('ExternalTlsRoute.allowFrom', 'AuthorizationPolicy'),
      by('ExternalTcpRoute.allowFrom', 'AuthorizationPolicy'),
    ],
    shownBy: [
      whoMayLeave(
        'default/curl https://edition.cnn.com/politics',
        'test-egress/curl https://api.example.org/v1/orders',
      ),
      tcp('default/curl http://db.example.org:5432/'),
    ],
  },
  {
    id: 'B29',
    title: 'TCP without a host name',
    how: 'A database or SSH client sends no host name, so one port identifies every host on the port.',
    closedBy: [by('ExternalTcpRoute', 'ServiceEntry'), by('ExternalTcpRoute.allowFrom', 'AuthorizationPolicy')],
    shownBy: [
      tcp(
        'default/reports http://db.example.org:5432/',
        'test-egress/curl http://203.0.113.10:5432/',
        'test-egress/curl http://git.example.org:22/',
      ),
    ],
  },
  {
    id: 'B37',
    title: 'Plain text while the CA certificate is missing',
    how: 'TLS that cannot be verified yet is replaced with plain text.',
    closedBy: [given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule')],
    shownBy: [onTheMesh(...NOT_WHO_THEY_SHOULD_BE, 'applied', 'default/curl http://edition.cnn.com/')],
    remains:
      'A host that is already in use keeps its old connection settings while its new Secret is missing: create the Secret first.',
  },
  {
    id: 'B38',
    title: 'A certificate of another host',
    how: 'The gateway verifies the chain of a certificate, but not its name.',
    closedBy: [given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule')],
    shownBy: [
      onTheMesh(...NOT_WHO_THEY_SHOULD_BE, 'applied', 'http://misnamed.example.org/', 'http://private.example.org/'),
    ],
  },
  {
    id: 'B39',
    title: 'Paths that servers interpret differently',
    how: 'Escaped slashes, dot segments and headers with another path turn an allowed path into a path that is not allowed.',
    closedBy: [
      by('ExternalHttpRoute.allowedOperations', 'EnvoyFilter'),
      by('ExternalHttpRoute.allowedOperations', 'AuthorizationPolicy'),
    ],
    shownBy: [
      whoMayLeave('/v1/%2e%2e/v2/', '/v1/../v2/', '/v1/..%2fv2/', '/v1/..%5cv2/'),
      staysOnTheGateway(
        whoMayLeave('--header x-original-url', '--header x-http-method-override', '--header x_http_method_override'),
        'which removes the header',
      ),
    ],
    remains: 'A host can interpret paths in further ways: allow the narrowest paths that the application needs.',
  },
  {
    id: 'B40',
    title: 'Another spelling of the same host',
    how: 'A trailing dot, another port or upper case: the policy compares another text than the routing.',
    closedBy: [by('ExternalHttpRoute.allowFrom', 'AuthorizationPolicy')],
    shownBy: [
      whoMayLeave(
        'test-egress/curl http://edition.cnn.com/politics --header host: edition.cnn.com.',
        'default/reports http://api.example.org/v1/orders --header host: api.example.org:80.edition.cnn.com',
        'default/reports http://api.example.org/v1/orders --header host: api.example.org:81',
      ),
      wildcards(
        '--header host: a.example.net:8080',
        '--header host: a.example.net.',
        '--header host: A.EXAMPLE.NET:443',
      ),
    ],
  },
  {
    id: 'B21',
    title: 'A gateway for every host',
    how: 'If the gateway serves `*`, or accepts requests as a forward proxy does, every caller reaches every host.',
    closedBy: [by('ExternalHttpRoute', 'Gateway'), by('ExternalTlsRoute', 'Gateway')],
    shownBy: [requests('--proxy'), refused('test/unit/host/host.test.ts', 'Host.parsePattern rejects the wildcard *')],
  },
];
