/** Of who may use a route. */
import { NamedMutant, ofProgram } from '../named-mutant';

const DENY = 'AuthorizationPolicy istio-system/egress-deny-istio-egressgateway';
const CNN = 'AuthorizationPolicy istio-system/egress-allow-edition-cnn-com';
const PARTNER = 'AuthorizationPolicy istio-system/egress-allow-api-example-org';
const ALL = 'AuthorizationPolicy istio-system/egress-allow-www-example-com';
const FILTER = 'EnvoyFilter istio-system/egress-requests-api-example-org: configPatches[0].patch.value.typed_config';

/** The first identity of a filter. */
const PREFIX =
  'configPatches[0].patch.value.transport_socket.typed_config.common_tls_context.combined_validation_context.default_validation_context.match_typed_subject_alt_names[1].matcher.prefix';

const orders = 'default/reports http://api.example.org/v1/orders';

const ofSources = ofProgram('who-may-leave/main', [
  {
    name: 'Without the deny policy beside the gateway, a route without sources is open to every workload',
    change: `${DENY}: deleted`,
    red: 'default/curl https://www.example.com/',
    stage: 'Every policy that allows a request is deleted',
  },
  {
    name: 'A deny policy with an empty rule allows every workload',
    change: `${DENY}: rules + {}`,
    red: 'default/curl http://edition.cnn.com/politics',
  },
  {
    name: 'A policy for any principal allows workloads that are no source',
    change: `${CNN}: rules[0].from[0].source.principals -> ["*"]`,
    red: 'default/curl http://edition.cnn.com/politics',
  },
  {
    name: 'A policy for every account of a namespace allows other accounts than that of the source',
    change: `${CNN}: rules[1].from[0].source.principals[0] -> cluster.local/ns/default/sa/*`,
    red: 'default/curl https://edition.cnn.com/politics',
  },
  {
    name: 'A policy that selects other pods does not allow its sources',
    change: `${ALL}: selector.matchLabels.istio -> no-such-value`,
    red: 'default/curl https://www.example.com/',
  },
  {
    name: "A policy without the mesh SNI allows a request at another team's server of the same Host",
    change: `${PARTNER}: rules[0].when dropped`,
    red: 'default/reports http://door.example.net/v1/',
  },
]);

const ofOperations = ofProgram('who-may-leave/main', [
  {
    name: 'A policy without methods allows POST to a route of GET',
    change: `${PARTNER}: rules[0].to[0].operation.methods dropped`,
    red: `${orders} --request POST`,
  },
  {
    name: 'A policy without paths allows every path',
    change: `${PARTNER}: rules[0].to[0].operation.paths dropped`,
    red: 'default/reports http://api.example.org/v2/',
  },
  {
    name: 'A policy without hosts allows another spelling of the Host',
    change: `${PARTNER}: rules[0].to[0].operation.hosts dropped`,
    red: `${orders} --header host: api.example.org.`,
  },
  {
    name: 'A policy for another port does not allow its sources',
    change: `${PARTNER}: rules[0].to[0].operation.ports[0] -> 8081`,
    red: orders,
  },
  {
    name: 'With escaped slashes kept, the host could read another path than the policy',
    change: `${FILTER}.path_with_escaped_slashes_action -> KEEP_UNCHANGED`,
    red: 'default/reports http://api.example.org/v1/..%2fv2/ --path-as-is',
  },
  {
    name: 'With underscores kept in the names of headers, the host could read another method',
    change: `${FILTER}.common_http_protocol_options.headers_with_underscores_action -> ALLOW`,
    red: `${orders} --header x_http_method_override: x`,
  },
]);

const ofOthers = [
  ...ofProgram('shared-gateway/platform', [
    {
      name: 'A source that may send any SNI reaches the hosts of other sources',
      change: 'AuthorizationPolicy istio-egress/egress-allow-www-example-com: rules[0].when[0].values -> ["*"]',
      red: 'default/reports https://edition.cnn.com/politics',
      stage: "The team's app is applied beside the platform's",
    },
  ]),
  ...ofProgram('wildcards/main', [
    {
      name: 'Without notHosts, sources of a wildcard reach a host of other sources below it',
      change:
        'AuthorizationPolicy istio-system/egress-allow-any---example-net: rules[0].to[0].operation.notHosts dropped',
      red: 'test-egress/curl http://b.example.net/',
      stage: 'of a name below a wildcard are deleted',
    },
  ]),
  ...ofProgram('any-name/main', [
    {
      name: 'Without an excluded name, sources of a wildcard reach a host of other sources below it by TLS',
      change:
        'AuthorizationPolicy istio-system/egress-allow-any---s3-example-com: rules[1].when[0].notValues[1] dropped',
      red: 'test-egress/curl https://audit.s3.example.com/',
      stage: 'of the exceptions are deleted',
    },
    {
      name: 'A source of another port of the wildcard is no source of the port',
      change: `AuthorizationPolicy istio-system/egress-allow-any---s3-example-com: rules[0].from[0].source.principals -> ["*"]`,
      red: 'default/reports https://logs.s3.example.com/',
    },
    {
      name: 'A policy for any source on the loopback port opens the names of a wildcard to the callers of another host',
      change: 'AuthorizationPolicy istio-system/egress-allow-any---s3-example-com: rules[1].from dropped',
      red: 'default/curl https://logs.s3.example.com/',
      stage: 'resolves to the loopback address of a wildcard',
    },
  ]),
  ...ofProgram('regions/main', [
    {
      name: "A policy for any principal lets clients of another region use the region's gateway",
      change: 'AuthorizationPolicy egress-us/egress-allow-edition-cnn-com: rules[1].from[0].source.principals -> ["*"]',
      red: 'default/curl https://other-region.example.net/',
    },
  ]),
];

/** What the gateway checks in the handshake with the caller, before the policy. */
const ofHandshakes = [
  ...ofProgram('tcp/main', [
    {
      name: 'A server without identities connects every workload to a TCP host',
      change: 'Gateway istio-system/egress-server-git-example-org: servers[1].tls.subjectAltNames dropped',
      red: 'default/curl http://git.example.org:22/',
    },
    {
      name: 'Without the filter with the prefix of a namespace, a server refuses the namespace',
      change: 'EnvoyFilter istio-system/egress-identity-smtp-example-org: deleted',
      red: 'test-egress/curl smtp://smtp.example.org:587/',
    },
    {
      name: 'A prefix that does not end after the name of the namespace accepts namespaces with longer names',
      change: `EnvoyFilter istio-system/egress-identity-mail-example-org: ${PREFIX} -> spiffe://cluster.local/ns/test`,
      red: 'test-egress/curl smtp://mail.example.org:587/',
      stage: 'hosts that speak first',
    },
    {
      name: 'A gateway that connects before the handshake lets refused callers cause connections to a host',
      change: 'EnvoyFilter istio-system/egress-connect-istio-egressgateway: deleted',
      red: 'default/curl http://git.example.org:22/',
    },
  ]),
  ...ofProgram('who-may-leave/main', [
    {
      name: 'A server without identities connects every workload to a TLS host',
      change: 'Gateway istio-system/egress-server-api-example-org: servers[1].tls.subjectAltNames dropped',
      red: 'default/curl https://api.example.org/v1/orders',
    },
  ]),
  ...ofProgram('ci/main', [
    {
      name: 'A policy without sources lets the namespace pass that the test of the example denies',
      change: 'AuthorizationPolicy istio-system/egress-allow-edition-cnn-com: rules[0].from dropped',
      red: 'default/curl https://edition.cnn.com/politics',
    },
  ]),
  ...ofProgram('with-cdk8s-plus/main', [
    {
      name: "A server for another account refuses the pods of the source's Deployment",
      change:
        'Gateway istio-system/egress-server-www-example-com: servers[0].tls.subjectAltNames[0] -> spiffe://cluster.local/ns/test-egress/sa/no-such-account',
      red: 'test-egress/invoices https://www.example.com/',
    },
  ]),
];

export const OF_ACCESS: readonly NamedMutant[] = [...ofSources, ...ofOperations, ...ofOthers, ...ofHandshakes];
