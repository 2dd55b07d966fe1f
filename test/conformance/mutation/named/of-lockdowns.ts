/** Of the NetworkPolicies: of locked-down namespaces, and of the gateway's pods. */
import { NamedMutant, ofProgram } from '../named-mutant';

const LOCKDOWN = 'NetworkPolicy test-egress/egress-lockdown-test-egress';
const CLUSTER = 'ClusterNetworkPolicy default/egress-lockdown.istio-egressgateway.istio-system';
const GATEWAY = 'NetworkPolicy istio-egress/egress-gateway-egress';

const ofNamespace = [
  ...ofProgram('ten-lines/main', [
    {
      name: 'Without the lockdown, a pod without a sidecar leaves directly',
      change: `${LOCKDOWN}: deleted`,
      red: 'test-egress/plain https://edition.cnn.com/politics',
    },
    {
      name: 'A lockdown that allows every port of istiod opens more than its discovery',
      change: `${LOCKDOWN}: egress[1].ports dropped`,
      red: 'test-egress/plain http://istiod.istio-system:15014/metrics',
    },
    {
      name: 'A lockdown of other gateway pods closes the gateway to its clients',
      change: `${LOCKDOWN}: egress[2].to[0].podSelector.matchLabels.istio -> no-such-value`,
      red: 'test-egress/curl http://edition.cnn.com/politics',
    },
    {
      name: "A lockdown without the label of the gateway's pods allows every pod beside them",
      change: `${LOCKDOWN}: egress[2].to[0] without podSelector`,
      red: 'the truth table',
    },
  ]),
  ...ofProgram('who-may-leave/main', [
    {
      name: 'A lockdown that allows DNS of every address lets datagrams leave directly',
      change: `${LOCKDOWN}: egress[0].to dropped`,
      red: 'test-egress/plain tftp://203.0.113.10:53/ --max-time 3',
    },
  ]),
  ...ofProgram('own-gateway/main', [
    {
      name: 'An exception without its port opens every port of the other namespace',
      change: `${LOCKDOWN}: egress[3].ports dropped`,
      red: 'test-egress/plain http://server.databases:8000/',
    },
  ]),
];

const ofPods = [
  ...ofProgram('part-of-a-namespace/main', [
    {
      name: 'A lockdown of some pods without its labels opens their peers to every pod of the namespace',
      change:
        'NetworkPolicy test-egress/egress-lockdown-test-egress-reports---52f8094455: podSelector.matchLabels dropped',
      red: 'test-egress/plain http://server.databases:8000/',
    },
    {
      name: 'Without the lockdown of the namespace, a pod without the label leaves directly',
      change: 'NetworkPolicy test-egress/egress-lockdown-test-egress: deleted',
      red: 'test-egress/plain https://www.example.com/',
    },
    {
      name: 'Without the Sidecar of some pods, these pods have the Sidecar of the namespace',
      change: 'Sidecar test-egress/egress-sidecar-test-egress-reports---52f8094455: deleted',
      red: 'test-egress/reports http://server.databases:8000/',
    },
  ]),
  ...ofProgram('part-of-a-namespace/pods', [
    {
      name: 'A lockdown of other pods leaves the pods with the label open',
      change:
        'NetworkPolicy test-egress/egress-lockdown-test-egress-reports---52f8094455: podSelector -> {"matchLabels":{"no-such-label":"true"}}',
      red: 'the truth table',
    },
  ]),
];

const ofDirectHosts = [
  ...ofProgram('object-store/main', [
    {
      name: 'A lockdown that opens every port of the ranges of a direct host opens other servers',
      change: `${LOCKDOWN}: egress[4].ports dropped`,
      red: 'test-egress/plain http://s3.example.com/',
    },
    {
      name: 'A lockdown without the ranges of a direct host closes the host',
      change: `${LOCKDOWN}: egress[4] dropped`,
      red: 'test-egress/curl https://s3.example.com/',
    },
  ]),
  ...ofProgram('object-store/strict', [
    {
      name: 'A direct wildcard without ranges is a way to every address',
      change: 'ServiceEntry istio-system/direct-any---s3-example-com: addresses dropped',
      red: 'test-egress/curl https://logs.s3.example.com/ --resolve logs.s3.example.com:443:203.0.113.11',
    },
    {
      name: 'A direct host that every namespace sees is direct for every namespace',
      change: 'ServiceEntry istio-system/direct-s3-example-com: exportTo -> ["*"]',
      red: 'default/curl https://s3.example.com/',
      stage: 'REGISTRY_ONLY',
    },
  ]),
];
const ofCluster = ofProgram('future-namespaces/main', [
  {
    name: 'Without the lockdown of the cluster, a pod without a sidecar leaves directly',
    change: `${CLUSTER}: deleted`,
    red: 'test-egress/plain https://edition.cnn.com/politics',
  },
  {
    name: 'In the Baseline tier, the NetworkPolicy of a tenant opens its namespace',
    change: `${CLUSTER}: tier -> Baseline`,
    red: 'test-egress/plain https://203.0.113.10/ --insecure',
  },
  {
    name: 'A lockdown of the cluster that leaves the rest to NetworkPolicies opens what tenants allow',
    change: `${CLUSTER}: egress[4].action -> Pass`,
    red: 'test-egress/plain http://edition.cnn.com/politics',
  },
  {
    name: 'A lockdown of the cluster that accepts what it permits overrides the NetworkPolicies of tenants',
    change: `${CLUSTER}: egress[3].action -> Accept`,
    red: 'test-egress/server https://edition.cnn.com/politics --connect-to ::istio-egressgateway.istio-system.svc.cluster.local:',
  },
  {
    name: 'A lockdown of the cluster that allows every port of istiod opens more than its discovery',
    change: `${CLUSTER}: egress[2].protocols dropped`,
    red: 'test-egress/plain http://istiod.istio-system:15014/metrics',
  },
  {
    name: 'A namespace that is exempt from the lockdown of the cluster is open',
    change: `${CLUSTER}: subject.namespaces.matchExpressions[0].values + test-egress`,
    red: 'test-egress/plain https://edition.cnn.com/politics',
  },
  {
    name: 'A lockdown of the cluster that selects the exempt namespaces leaves the others open',
    change: `${CLUSTER}: subject.namespaces.matchExpressions[0].operator -> In`,
    red: 'databases/server https://edition.cnn.com/politics',
  },
]);

const ofGateway = ofProgram('gateway-lockdown/main', [
  {
    name: 'A gateway that allows every peer in admits namespaces that are no clients',
    change: `${GATEWAY}: ingress + {}`,
    red: 'databases/server https://edition.cnn.com/ --connect-to ::egress.istio-egress.svc.cluster.local:',
  },
  {
    name: 'A gateway that allows every port in admits clients to the ports of its proxy',
    change: `${GATEWAY}: ingress[0].ports dropped`,
    red: 'the truth table',
  },
  {
    name: 'A gateway that allows every address out reaches the metadata of the cloud',
    change: `${GATEWAY}: egress + {}`,
    red: 'istio-egress/egress http://169.254.169.254/',
  },
  {
    name: 'A gateway whose addresses have no exceptions reaches pods of the cluster',
    change: `${GATEWAY}: egress[2].to[0].ipBlock.except dropped`,
    red: 'istio-egress/egress http://server.databases:5432/',
  },
]);

export const OF_LOCKDOWNS: readonly NamedMutant[] = [
  ...ofNamespace,
  ...ofPods,
  ...ofDirectHosts,
  ...ofCluster,
  ...ofGateway,
];
