/** Of the objects of a host: the path from the client's sidecar to the gateway and from there to the host. */
import { NamedMutant, ofProgram } from '../named-mutant';

const http = 'default/curl http://edition.cnn.com/politics';
const https = 'default/curl https://edition.cnn.com/politics';
/** A pod without a sidecar that connects to the gateway. */
const dialled = '--connect-to ::istio-egressgateway.istio-system.svc.cluster.local:';

const ROUTE = 'VirtualService default/egress-route-edition-cnn-com';
const SERVER = 'Gateway istio-system/egress-server-edition-cnn-com';
const SUBSET = 'DestinationRule istio-system/egress-subset-edition-cnn-com';
const ENTRY = 'ServiceEntry default/external-edition-cnn-com';
const PORTS = 'subsets[0].trafficPolicy.portLevelSettings';

const ofTask = ofProgram('istio-task/main', [
  {
    name: "Without the DestinationRule, the route leads to a subset that does not exist, in the layout of Istio's task",
    change: `${SUBSET}: deleted`,
    red: http,
  },
  {
    name: 'A gateway that ends the TLS of the application cannot pass it through',
    change: `${SERVER}: servers[1].tls.mode -> ISTIO_MUTUAL`,
    red: https,
  },
  {
    name: 'A network policy whose rule has no peer lets a locked-down pod reach every address',
    change: 'NetworkPolicy test-egress/allow-egress-to-istio-system-and-kube-dns-test-egress: egress[1].to dropped',
    red: 'test-egress/plain https://edition.cnn.com/politics',
  },
]);

const ofHttpTask = ofProgram('istio-task/http', [
  {
    name: 'Without port 443 of the ServiceEntry, HTTPS is an undeclared port under REGISTRY_ONLY',
    change: `${ENTRY}: ports[1] dropped`,
    red: https,
    stage: 'under REGISTRY_ONLY: The HTTP part is applied',
  },
]);

const ofMigration = ofProgram('migration/main', [
  {
    name: 'A VirtualService that only its own namespace sees precedes an older one that all namespaces see',
    change: `${ROUTE}: exportTo -> ["."]`,
    red: http,
  },
]);

const ofRoute = ofProgram('ten-lines/main', [
  {
    name: 'A route to the host itself goes around the gateway with HTTP',
    change: `${ROUTE}: http[0] to edition.cnn.com itself`,
    red: http,
  },
  {
    name: 'A route to the host itself goes around the gateway with TLS',
    change: `${ROUTE}: tls[0] to edition.cnn.com itself`,
    red: https,
  },
  {
    name: 'A VirtualService that only its own namespace sees does not lead other namespaces to the gateway',
    change: `${ROUTE}: exportTo -> ["."]`,
    red: 'test-egress/curl https://edition.cnn.com/politics',
  },
  {
    name: 'With x-forwarded-client-cert kept, the host learns the identity of the caller',
    change: `${ROUTE}: http[1].headers.request.remove[40] x-forwarded-client-cert is kept`,
    red: http,
  },
]);

const ofHop = ofProgram('ten-lines/main', [
  {
    name: 'A subset that only its own namespace sees is unknown to all clients',
    change: `${SUBSET}: exportTo -> ["."]`,
    red: http,
  },
  {
    name: 'A first hop in plain text is refused by the gateway',
    change: `${SUBSET}: ${PORTS}[1].tls.mode -> DISABLE`,
    red: https,
  },
  {
    name: 'A first hop without the certificate of the mesh is refused by the gateway',
    change: `${SUBSET}: ${PORTS}[0].tls.mode -> SIMPLE`,
    red: http,
  },
  {
    name: 'A first hop with another SNI finds no server of the gateway',
    change: `${SUBSET}: ${PORTS}[0].tls.sni -> no-such-host.example`,
    red: http,
  },
  {
    name: 'A server in plain HTTP serves pods without a certificate of the mesh',
    change: `${SERVER}: servers[0] -> HTTP without tls`,
    red: `default/plain http://edition.cnn.com/politics ${dialled}`,
  },
  {
    name: 'A server in plain TCP passes the TLS of pods without a certificate of the mesh',
    change: `${SERVER}: servers[1] -> TCP without tls`,
    red: `default/plain https://edition.cnn.com/politics ${dialled}`,
  },
  {
    name: "A server for routes of every namespace lets another team take the gateway's traffic",
    change: `${SERVER}: servers[0].hosts[0] -> */edition.cnn.com`,
    red: http,
  },
]);

const ofEntry = ofProgram('ten-lines/main', [
  {
    name: 'A ServiceEntry that only its own namespace sees is unknown to the gateway',
    change: `${ENTRY}: exportTo -> ["."]`,
    red: http,
  },
  {
    name: 'A static ServiceEntry cannot have the name of a host as its endpoint',
    change: `${ENTRY}: resolution -> STATIC`,
    red: 'the API server at admission',
  },
  {
    name: 'A port that the ServiceEntry declares as TCP is not routed as HTTP',
    change: `${ENTRY}: ports[0].protocol -> TCP`,
    red: http,
  },
]);

const ofHeaders = ofProgram('clean-edge/main', [
  {
    name: 'Without the removal of headers, the host sees the headers of the mesh',
    change: `${ROUTE}: http[1].headers dropped`,
    red: http,
  },
]);

const ofTcp = ofProgram('tcp/main', [
  {
    name: 'A TCP route to the host itself goes around the gateway',
    change: 'VirtualService default/egress-route-db-example-org: tcp[0] to db.example.org itself',
    red: 'test-egress/curl http://db.example.org:5432/',
  },
  {
    name: 'A TCP host with another address is not recognized by sidecars',
    change: 'ServiceEntry default/external-db-example-org: addresses[0] -> 203.0.113.99',
    red: 'test-egress/curl http://db.example.org:5432/',
  },
]);

const ofWildcards = ofProgram('wildcards/main', [
  {
    name: 'A wildcard with another target leads to the wrong server',
    change: 'ServiceEntry default/external-any---wikipedia-org: endpoints[0].address -> no-such-host.example',
    red: 'test-egress/curl https://de.wikipedia.org/',
  },
  {
    name: 'Without the match of the authority, a caller chooses the port at the host',
    change: 'VirtualService default/egress-route-any---example-net: http[1].match[0].authority dropped',
    red: 'test-egress/curl http://a.example.net/ --header host: a.example.net:22',
    stage: 'All policies of the gateway are deleted',
  },
  {
    name: 'Without the check of addresses, a name below a wildcard leads to the metadata service',
    change: 'EnvoyFilter istio-system/egress-addresses-any---example-net: deleted',
    red: 'test-egress/curl http://metadata.example.net/',
  },
  {
    name: 'With the internet denied in place of allowed, a name below a wildcard leads to the metadata service',
    change:
      'EnvoyFilter istio-system/egress-addresses-any---example-net: configPatches[2].patch.value.typed_config.rules.action -> DENY',
    red: 'test-egress/curl http://metadata.example.net/',
  },
  {
    name: 'Without the saved address, no name below a wildcard is part of the internet',
    change:
      'EnvoyFilter istio-system/egress-addresses-any---example-net: configPatches[1].patch.value.typed_config.save_upstream_address -> false',
    red: 'test-egress/curl http://a.example.net/',
  },
]);

const ofAnyName = ofProgram('any-name/main', [
  {
    name: 'Without the filter of dynamic DNS, TLS to the names below a wildcard reaches nothing',
    change: 'EnvoyFilter istio-system/egress-addresses-any---s3-example-com: deleted',
    red: 'test-egress/curl https://logs.s3.example.com/',
  },
  {
    name: 'With the internet denied in place of allowed, TLS to a name below a wildcard leads to the metadata service',
    change:
      'EnvoyFilter istio-system/egress-addresses-any---s3-example-com: configPatches[4].patch.value.typed_config.rules.action -> DENY',
    red: 'test-egress/curl https://metadata.s3.example.com/ --connect-to metadata.s3.example.com:443:203.0.113.50:443',
  },
  {
    name: 'Without its loopback address, the gateway reads the names of a wildcard nowhere',
    change: 'Gateway istio-system/egress-server-any---s3-example-com: servers[1].bind dropped',
    red: 'test-egress/curl https://logs.s3.example.com/',
  },
]);

const ofTeam = ofProgram('shared-gateway/team', [
  {
    name: "A Gateway that does not name the team's namespace has none of its routes",
    change:
      'Gateway istio-egress/egress-server-edition-cnn-com: servers[0].hosts[0] -> no-such-namespace/edition.cnn.com',
    red: 'test-egress/curl http://edition.cnn.com/politics',
  },
]);

const METER = 'VirtualService default/egress-route-meter-corp-internal';
const byAddress = 'test-egress/curl http://203.0.113.200:8080/';

const ofAddresses = ofProgram('addresses/main', [
  {
    name: 'A host without a DNS name is not found by its name',
    change: 'ServiceEntry default/external-oracle-corp-internal: spec looked up by its name',
    red: 'test-egress/curl http://10.20.3.4:1521/',
  },
  {
    name: 'A TCP host without addresses receives every connection to its port',
    change: 'ServiceEntry default/external-oracle-corp-internal: addresses dropped',
    red: 'default/curl http://203.0.113.99:1521/',
  },
  {
    name: 'The gateway has no rule for requests whose Host header is an address',
    change: `${METER}: http[0].rewrite dropped`,
    red: byAddress,
  },
  {
    name: 'A host that is called by address receives a name that it does not have',
    change: `${METER}: http[1].rewrite dropped`,
    red: byAddress,
  },
]);

export const OF_LAYOUT: readonly NamedMutant[] = [
  ...ofTask,
  ...ofHttpTask,
  ...ofMigration,
  ...ofRoute,
  ...ofHop,
  ...ofEntry,
  ...ofHeaders,
  ...ofTcp,
  ...ofAddresses,
  ...ofWildcards,
  ...ofAnyName,
  ...ofTeam,
];
