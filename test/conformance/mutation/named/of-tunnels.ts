/** Of tunnels through the proxy of a company. */
import { NamedMutant, ofProgram } from '../named-mutant';

const news = 'test-egress/curl https://edition.cnn.com/';

export const OF_TUNNELS: readonly NamedMutant[] = ofProgram('company-proxy/main', [
  {
    name: 'With another target, the proxy does not connect to the host',
    change:
      'DestinationRule istio-system/egress-tunnel-edition-cnn-com: subsets[0].trafficPolicy.tunnel.targetHost -> no-such-host.example',
    red: news,
  },
  {
    name: 'Without the tunnel, the proxy does not understand the bytes of the application',
    change: 'DestinationRule istio-system/egress-tunnel-edition-cnn-com: subsets[0].trafficPolicy dropped',
    red: news,
  },
  {
    name: 'Without the rule for the loopback address, the gateway refuses its own connection to the tunnel',
    change: 'AuthorizationPolicy istio-system/egress-allow-edition-cnn-com: rules[1] dropped',
    red: news,
  },
  {
    name: 'Without the principals, every caller gets a tunnel',
    change: 'AuthorizationPolicy istio-system/egress-allow-edition-cnn-com: rules[0].from dropped',
    red: 'default/curl https://edition.cnn.com/',
    stage: 'Callers are refused',
  },
  {
    name: 'Without the server of the tunnel, nothing listens on the loopback address',
    change: 'Gateway istio-system/egress-server-edition-cnn-com: servers[1] dropped',
    red: news,
  },
  {
    name: 'Without the route of the tunnel, the gateway opens no port for the tunnel',
    change: 'VirtualService istio-system/egress-tunnel-edition-cnn-com: deleted',
    red: news,
  },
  {
    name: 'Without the entry of the proxy, the gateway finds no proxy',
    change: 'ServiceEntry istio-system/egress-tunnel-edition-cnn-com: deleted',
    red: news,
  },
  {
    name: 'Without the port of the tunnel, nothing listens at the loopback address',
    change: 'ServiceEntry default/external-edition-cnn-com: ports[0].targetPort dropped',
    red: news,
  },
  {
    name: 'Without the source of the connections, the gateway refuses its own connection to the tunnel',
    change:
      'EnvoyFilter istio-system/egress-tunnel-edition-cnn-com: configPatches[0].patch.value.upstream_bind_config dropped',
    red: news,
  },
  {
    name: 'Without the source in the filter chain, the tunnel of a host that speaks first is open to other hosts',
    change:
      'EnvoyFilter istio-system/egress-tunnel-smtp-example-org: configPatches[2].patch.value.filter_chain_match dropped',
    red: 'default/reports smtp://proxy.example.org:3128/',
    stage: 'resolves to the address of a tunnel',
  },
]);
