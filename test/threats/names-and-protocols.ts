/** Requests that say one thing and mean another. */
import { outerNames, portInTheHost, requests, tcp, whoMayLeave, wildcards } from './shown';
import { byEvaluators, onTheMesh, refused, staysOnTheGateway } from './evidence';
import { by, byDefault, given, Threat } from './threat';

const TEN_LINES = ['ten-lines', 'main'] as const;
const TLS_APPLIED = ['tls-origination', 'tls from the gateway on', 'applied'] as const;
const NOT_WHO_THEY_SHOULD_BE = ['tls-origination', 'hosts that are not who they should be'] as const;

export const NAMES_AND_PROTOCOLS: readonly Threat[] = [
  {
    id: 'B6',
    title: 'DNS: a resolver outside, and data in names',
    how: 'A pod asks a resolver of its own outside, or asks the cluster for names that carry data to whoever answers for them.',
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
      "The cluster's DNS answers for every name, and whoever serves a domain reads the names asked for below it. Let CoreDNS forward only what is needed, or use the DNS rules of the network plugin.",
  },
  {
    id: 'B8',
    title: 'A name around the TLS that is not the name inside',
    how: "The gateway goes by the name in the mesh's mTLS; a pod that writes its own routes, or plays sidecar, writes another name inside.",
    closedBy: [
      by('ExternalTlsRoute', 'VirtualService'),
      by('ExternalTlsRoute.allowFrom', 'AuthorizationPolicy'),
      given('WildcardTarget.fixed', 'ExternalTlsRoute', 'VirtualService'),
    ],
    shownBy: [
      outerNames('default/curl https://b.example.net/'),
      staysOnTheGateway(outerNames('https://a.example.net/'), 'to the host whose name is around it'),
      wildcards('test-egress/curl https://m.de.wikipedia.org/'),
      staysOnTheGateway(
        wildcards('test-egress/curl https://de.wikipedia.org/', 'test-egress/curl https://www.wikipedia.org/'),
        'to the one address that is said for all of these names',
      ),
    ],
    remains:
      'The gateway connects to the address of the declared host, whatever stands inside; where that host serves others from the same address, as CDNs do, it may serve them (B9).',
  },
  {
    id: 'B9',
    title: 'Domain fronting',
    how: 'Behind the address of a declared host another one is served too, and is asked for in the Host header.',
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
      "In an application's own TLS (`ExternalTlsRoute`) the Host header cannot be seen: a request for another host reaches the declared one, and it decides. For hosts on a CDN let the gateway speak TLS (`tlsOrigination`), or make sure that it serves nobody else.",
    remainsShownBy: [
      staysOnTheGateway(
        requests('test-egress/curl https://edition.cnn.com/ --header host: b.example.net'),
        'to the declared host, which is asked for the other',
      ),
    ],
  },
  {
    id: 'B10',
    title: 'One address dialled, another host asked for',
    how: 'An application connects to an address of its choice and writes a declared host into Host or SNI.',
    closedBy: [by('ExternalHttpRoute', 'ServiceEntry'), by('ExternalTlsRoute', 'ServiceEntry')],
    shownBy: [
      staysOnTheGateway(
        requests('test-egress/curl http://203.0.113.99/', 'test-egress/curl https://edition.cnn.com/ --connect-to'),
        'to the address of the host that is asked for, not to the one dialled',
      ),
      whoMayLeave('test-egress/curl http://edition.cnn.com/politics --header host: other.example.net'),
      wildcards('--header host: a.example.net:8080'),
      portInTheHost('--header host: a.example.net:22'),
    ],
  },
  {
    id: 'B13',
    title: 'Rules for HTTP at a port of TLS',
    how: 'At a port that carries bytes a rule about hosts, methods or paths matches nothing, or more than was meant.',
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
    title: 'TCP without a name',
    how: 'A database or SSH says no name, so that one port stands for every host behind it.',
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
    title: 'Plain text where the authority is missing',
    how: 'TLS that cannot be verified yet is replaced by none.',
    closedBy: [given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule')],
    shownBy: [onTheMesh(...NOT_WHO_THEY_SHOULD_BE, 'applied', 'default/curl http://edition.cnn.com/')],
    remains:
      'A host that is served already keeps its old connection settings when its new Secret is missing: make the Secret first.',
  },
  {
    id: 'B38',
    title: 'A certificate of somebody else',
    how: 'The gateway checks the chain of a certificate and not the name in it.',
    closedBy: [given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule')],
    shownBy: [
      onTheMesh(...NOT_WHO_THEY_SHOULD_BE, 'applied', 'http://misnamed.example.org/', 'http://private.example.org/'),
    ],
  },
  {
    id: 'B39',
    title: 'Paths that servers read otherwise',
    how: 'Escaped slashes, dots and headers with another path make of an allowed path one that is not.',
    closedBy: [by('ExternalHttpRoute.allow', 'EnvoyFilter'), by('ExternalHttpRoute.allow', 'AuthorizationPolicy')],
    shownBy: [
      whoMayLeave('/v1/%2e%2e/v2/', '/v1/../v2/', '/v1/..%2fv2/', '/v1/..%5cv2/'),
      staysOnTheGateway(
        whoMayLeave('--header x-original-url', '--header x-http-method-override', '--header x_http_method_override'),
        'which takes the header away',
      ),
    ],
    remains: 'What else a host makes of a path is the business of the host: allow the narrowest that serves.',
  },
  {
    id: 'B40',
    title: 'The same host, written otherwise',
    how: 'A dot behind it, another port, upper case: what the policy compares is not what the routing reads.',
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
    how: 'Where the gateway serves `*`, or takes requests as a proxy does, whoever reaches it gets everywhere.',
    closedBy: [by('ExternalHttpRoute', 'Gateway'), by('ExternalTlsRoute', 'Gateway')],
    shownBy: [
      requests('--proxy'),
      refused('test/unit/model/host.test.ts', 'refuses everything and says what to write'),
    ],
  },
];
