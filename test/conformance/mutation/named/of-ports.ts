/** Of hosts with several ports: what keeps the ports of a host apart. */
import { NamedMutant, ofProgram } from '../named-mutant';

const ssh = 'default/reports http://github.com:22/';
const packages = 'test-egress/curl https://github.com:8443/';
const topics = 'default/reports http://kafka.example.org:8082/topics/a';

const SUBSETS = 'DestinationRule istio-system/egress-subset-github-com';
const SERVERS = 'Gateway istio-system/egress-server-github-com';
const POLICY = 'AuthorizationPolicy istio-system/egress-allow-github-com';

export const OF_PORTS: readonly NamedMutant[] = ofProgram('several-ports/main', [
  {
    name: 'A subset of a further port with another SNI finds no server of the gateway',
    change: `${SUBSETS}: subsets[2].trafficPolicy.portLevelSettings[0].tls.sni -> no-such-host.example`,
    red: packages,
  },
  {
    name: 'A server of a further port with another name has no traffic of the port',
    change: `${SERVERS}: servers[2].hosts[0] -> default/no-such-host.example`,
    red: packages,
  },
  {
    name: 'A rule for every SNI lets the sources of one port use another port of the host',
    change: `${POLICY}: rules[2].when dropped`,
    red: 'test-egress/curl https://github.com/',
  },
  {
    name: 'A rule for another SNI refuses the sources of a further port',
    change: `${POLICY}: rules[2].when[0].values[0] -> no-such-host.example`,
    red: packages,
  },
  {
    name: 'Without the VirtualService of a further port, the gateway has no route to the port',
    change: 'VirtualService default/egress-route-8443-github-com-ports-invalid: deleted',
    red: packages,
  },
  {
    name: 'Without the ServiceEntry of a further TCP port, sidecars do not recognize the port',
    change: 'ServiceEntry default/external-22-github-com-ports-invalid: deleted',
    red: ssh,
  },
  {
    name: 'Without the outer name in the Host header, the gateway refuses a further HTTP port',
    change: 'VirtualService default/egress-route-kafka-example-org: http[2].rewrite dropped',
    red: topics,
  },
  {
    name: 'Without its own name in the Host header, the host of a further HTTP port sees the outer name',
    change: 'VirtualService default/egress-route-8082-kafka-example-org-ports-invalid: http[0].rewrite dropped',
    red: topics,
  },
]);
