/** Of who may use a route. */
import { NamedMutant, ofProgram } from '../named-mutant';

const DENY = 'AuthorizationPolicy istio-system/egress-deny-istio-egressgateway';
const CNN = 'AuthorizationPolicy istio-system/egress-allow-edition-cnn-com';
const PARTNER = 'AuthorizationPolicy istio-system/egress-allow-api-example-org';
const ALL = 'AuthorizationPolicy istio-system/egress-allow-www-example-com';
const FILTER = 'EnvoyFilter istio-system/egress-requests-api-example-org: configPatches[0].patch.value.typed_config';

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
    name: 'A source that may send any SNI reaches the hosts of other sources',
    change: `${CNN}: rules[1].when[0].values -> ["*"]`,
    red: 'test-egress/curl https://api.example.org/v1/orders',
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
  ...ofProgram('wildcards/main', [
    {
      name: 'Without notHosts, sources of a wildcard reach a host of other sources below it',
      change:
        'AuthorizationPolicy istio-system/egress-allow-any---example-net: rules[0].to[0].operation.notHosts dropped',
      red: 'test-egress/curl http://b.example.net/',
      stage: 'of a name below a wildcard are deleted',
    },
  ]),
  ...ofProgram('tcp/main', [
    {
      name: 'A policy of a TCP host without sources allows every workload',
      change: 'AuthorizationPolicy istio-system/egress-allow-db-example-org: rules[0].from dropped',
      red: 'default/reports http://db.example.org:5432/',
    },
  ]),
  ...ofProgram('regions/main', [
    {
      name: "A policy for any principal lets clients of another region use the region's gateway",
      change: 'AuthorizationPolicy egress-us/egress-allow-edition-cnn-com: rules[1].from[0].source.principals -> ["*"]',
      red: 'default/curl https://other-region.example.net/',
    },
  ]),
  ...ofProgram('with-cdk8s-plus/main', [
    {
      name: "A policy for every account allows pods beside those of the source's Deployment",
      change:
        'AuthorizationPolicy istio-system/egress-allow-www-example-com: rules[0].from[0].source.principals[0] -> cluster.local/ns/test-egress/sa/*',
      red: 'test-egress/curl https://www.example.com/',
    },
  ]),
];

export const OF_ACCESS: readonly NamedMutant[] = [...ofSources, ...ofOperations, ...ofOthers];
