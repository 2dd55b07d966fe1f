/** Of ranges: the port on which the gateway reads what a caller states, and the addresses to which it then connects. */
import { NamedMutant, ofProgram } from '../named-mutant';

const FILTER = 'EnvoyFilter istio-system/egress-cidrs-sftp-partner-example-org';
const PORT = 'EnvoyFilter istio-system/egress-cidr-port-istio-egressgateway';
const SUBSET = 'DestinationRule istio-system/egress-subset-sftp-partner-example-org';
const CHAIN = 'configPatches[2].patch.value.filter_chain_match';
const SERVER = 'configPatches[1].patch.value.typed_config.rules.policies.cidrs.permissions[0].requested_server_name';

const sftp = 'test-egress/curl http://203.0.113.65:22/';
const beside = 'test-egress/curl http://203.0.113.72:22/';
const STATED =
  'A header opens no address outside the range of a route: A source states addresses and ports outside its range';
const HEADERS = 'A header opens no address outside the range of a route: A source writes headers of its own';

export const OF_RANGES: readonly NamedMutant[] = ofProgram('ranges/main', [
  {
    name: 'A filter chain for a wider range connects to an address beside the range',
    change: `${FILTER}: ${CHAIN}.prefix_ranges[0].prefix_len -> 24`,
    red: beside,
    stage: STATED,
  },
  {
    name: 'A filter chain for every address connects to an address beside the range',
    change: `${FILTER}: ${CHAIN} dropped`,
    red: beside,
    stage: STATED,
  },
  {
    name: 'A filter chain for every port connects to another port of an address in the range',
    change: `${FILTER}: ${CHAIN}.destination_port dropped`,
    red: 'test-egress/curl http://203.0.113.65:2222/',
    stage: STATED,
  },
  {
    name: 'Without the cluster of its own, the route of a range has no endpoint',
    change: `${FILTER}: configPatches[1].patch.value.typed_config.cluster dropped`,
    red: sftp,
  },
  {
    name: 'A sidecar that states no address is refused on the port for ranges',
    change: `${SUBSET}: subsets[0].trafficPolicy.proxyProtocol dropped`,
    red: sftp,
  },
  {
    name: 'A gateway that reads headers on the port for TLS refuses connections without a header',
    change: `${PORT}: configPatches[0].match.listener.portNumber -> 8443`,
    red: 'test-egress/curl https://www.example.com/',
    stage: 'under ALLOW_ANY: The manifests are applied',
  },
  {
    name: 'On a port for ranges that accepts other names, a stated port satisfies the policy of another host',
    change: `${PORT}: ${SERVER} -> {"safe_regex":{"regex":".*"}}`,
    red: 'test-egress/curl http://203.0.113.65:8443/',
    stage: HEADERS,
  },
]);
