import {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
  GatewaySpecServers,
  GatewaySpecServersTlsMode as TlsServerMode,
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
  VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { AuthorizationPolicySpecRules as Rule } from '../../../imports/security.istio.io';
import { ClaimedPort, ExternalHost } from '../../mesh/external-host';
import { entriesOf } from '../../mesh/host-entry';
import { tunnelledPorts, tunnelLoopback, tunnelPort, tunnelTarget } from '../../mesh/tunnel';
import { objectName, slug } from '../object-name';
import { gatewayFilter } from './envoy-filter';
import { HostObjectNames } from './object-names';

/** Returns whether the gateway reaches a host through a proxy. */
export function needsTunnel(external: ExternalHost): boolean {
  return external.upstreamProxy !== undefined;
}

/**
 * Returns the ServiceEntry of the proxy for one host, with a port per port of the host. The name of the entry is no name that
 * anything resolves or calls. The proxies of the gateway's namespace see the entry, and sidecars of other namespaces do not, so that
 * no client learns the address of the proxy.
 *
 * The endpoint is the name of the proxy with a trailing dot (`serviceEntrySpec`), or its address.
 */
export function tunnelEntrySpec(external: ExternalHost): ServiceEntrySpec {
  const { host = '', port: targetPort, isAddress } = external.upstreamProxy ?? {};
  const { STATIC, DNS } = ServiceEntrySpecResolution;
  return {
    hosts: [tunnelName(external)],
    exportTo: ['.'],
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: portsOf(external).map(({ at: number }) => ({ name: `tcp-${number}`, number, protocol: 'TCP', targetPort })),
    resolution: isAddress === true ? STATIC : DNS,
    endpoints: [{ address: isAddress === true ? host : `${host}.` }],
  };
}

/**
 * Returns the DestinationRule with the target of each tunnel. `tunnel` belongs to a subset, since the settings of a port have no
 * `tunnel`. The rule is selected as that of `upstreamRuleSpec`.
 *
 * Istio applies `tunnel` to TCP and TLS routes only (`Apply` in istio.io/istio
 * `pilot/pkg/networking/core/tunnelingconfig/apply.go`), so that HTTP needs the loopback port too.
 */
export function tunnelRuleSpec(external: ExternalHost): DestinationRuleSpec {
  return {
    host: tunnelName(external),
    exportTo: ['.'],
    workloadSelector: { matchLabels: { ...external.gateway.selector } },
    trafficPolicy: { tls: { mode: TlsMode.DISABLE } },
    subsets: portsOf(external).map(({ subset, port }) => ({
      name: subset,
      trafficPolicy: { tunnel: { protocol: 'CONNECT', ...tunnelTarget(external, port) } },
    })),
  };
}

/** Returns the VirtualService from the loopback ports into the tunnels. It is in the namespace of the gateway, as the entry is. */
export function tunnelRouteSpec(external: ExternalHost, names: HostObjectNames): VirtualServiceSpec {
  const tunnels = portsOf(external);
  const ofTls = tunnels.filter(({ hasSni }) => hasSni);
  const ofTcp = tunnels.filter(({ hasSni }) => !hasSni);
  const { name } = external.host;
  const routeTo = ({ at, subset }: Tunnel) => [
    { destination: { host: tunnelName(external), subset, port: { number: at } } },
  ];
  return {
    hosts: [...(ofTls.length > 0 ? [name] : []), ...(ofTcp.length > 0 ? [tunnelName(external)] : [])],
    gateways: [`${external.gateway.namespace}/${names.gateway}`],
    exportTo: ['.'],
    ...(ofTls.length > 0 && {
      tls: ofTls.map((to) => ({ match: [{ port: to.at, sniHosts: [name] }], route: routeTo(to) })),
    }),
    ...(ofTcp.length > 0 && { tcp: ofTcp.map((to) => ({ match: [{ port: to.at }], route: routeTo(to) })) }),
  };
}

/**
 * Returns the servers at which the tunnels of a host begin: ports of a loopback address, which only the pod itself reaches.
 *
 * For TLS of applications, the server selects by the SNI that it reads. The gateway authorizes a TLS caller at the first byte, so that
 * the proxy receives no request for a caller that the gateway refuses. TCP callers are authorized in the handshake with the gateway,
 * and HTTP callers before the gateway connects.
 */
export function tunnelServers(external: ExternalHost): GatewaySpecServers[] {
  const { host, gateway } = external;
  return portsOf(external).map(({ port, at, hasSni }) => ({
    port: { number: at, name: `tunnel-${port.number}`, protocol: hasSni ? 'TLS' : 'TCP' },
    bind: tunnelLoopback(external).destination,
    hosts: [`${gateway.namespace}/${hasSni ? host.name : tunnelName(external)}`],
    ...(hasSni && { tls: { mode: TlsServerMode.PASSTHROUGH } }),
  }));
}

/**
 * Returns the EnvoyFilter that separates the tunnels of a host from those of other hosts:
 *
 * - The gateway connects to the tunnels from a loopback address of the host. By default the source of such a connection is 127.0.0.1.
 * - The tunnels accept this source only. Envoy closes all other connections at once. The AuthorizationPolicy decides at the first byte
 *   of the caller, when the gateway has asked the proxy for the tunnel, and a server that speaks first has answered.
 *
 * Without the filter, the AuthorizationPolicy refuses the gateway's own connections.
 */
export function tunnelFilterSpec(external: ExternalHost): object {
  const { destination, source } = tunnelLoopback(external);
  const upstream_bind_config = { source_address: { address: source, port_value: 0 } };
  const filter_chain_match = { direct_source_prefix_ranges: [{ address_prefix: source, prefix_len: 32 }] };
  return gatewayFilter(external.gateway, [
    ...entriesOf(external).map(({ name: { name: service } }) =>
      merge('CLUSTER', { cluster: { service } }, { upstream_bind_config }),
    ),
    ...portsOf(external).map(({ at }) =>
      merge('FILTER_CHAIN', { listener: { name: `${destination}_${at}` } }, { filter_chain_match }),
    ),
  ]);
}

function merge(applyTo: string, match: object, value: object): object {
  return { applyTo, match: { context: 'GATEWAY', ...match }, patch: { operation: 'MERGE', value } };
}

/**
 * Returns the rule that allows the gateway's own connections to the tunnels of a host, from the source of the host. The gateway connects
 * to the loopback address after it has authorized the caller.
 */
export function tunnelRules(external: ExternalHost): Rule[] {
  const ports = portsOf(external).map(({ at }) => String(at));
  if (ports.length === 0) return [];
  const { destination, source } = tunnelLoopback(external);
  return [
    {
      from: [{ source: { ipBlocks: [source] } }],
      to: [{ operation: { ports } }],
      when: [{ key: 'destination.ip', values: [destination] }],
    },
  ];
}

/** Returns the name of the tunnels: `edition-cnn-com.tunnels.invalid`. */
function tunnelName({ host }: ExternalHost): string {
  return `${objectName('', slug(host.name))}.tunnels.invalid`;
}

interface Tunnel {
  readonly port: ClaimedPort;
  /** The loopback port. */
  readonly at: number;
  readonly subset: string;
  /** Whether the gateway reads the SNI in the tunnel. */
  readonly hasSni: boolean;
}

function portsOf(external: ExternalHost): readonly Tunnel[] {
  return tunnelledPorts(external).map((port) => ({
    port,
    at: tunnelPort(external, port.number),
    subset: `port-${port.number}`,
    hasSni: port.protocol === 'TLS',
  }));
}
