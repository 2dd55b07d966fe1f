/**
 * The tunnels of a host that a gateway reaches through a proxy. For the gateway, a loopback address of its pod is the address of the
 * host: a tunnel begins there for each port of the host. Whatever the gateway does for a host without a proxy, such as TLS,
 * it therefore does for a host with a proxy.
 */
import { ClaimedPort, ExternalHost, throughGateway } from './external-host';
import { portPairsOf } from './gateway';
import { Loopback, loopbackOf, loopbackOffset } from './loopback';
import { byDns, Resolution } from './resolution';

/** The ports of tunnels: unprivileged, and not those that Istio's proxies and gateways use by default. */
const FIRST_PORT = 20_000;
const PORTS = 32_768;

/** Returns the address of a host for the gateway: the loopback address at which the tunnels of the host begin. */
export function tunnelResolution(external: Pick<ExternalHost, 'host'>): Resolution {
  return { kind: 'STATIC', endpoints: [{ address: tunnelLoopback(external).destination }] };
}

/** Returns the loopback address at which the tunnels of a host begin, and the address from which the gateway connects to the tunnels. */
export function tunnelLoopback({ host }: Pick<ExternalHost, 'host'>): Loopback {
  return loopbackOf(host.name, 'tunnel');
}

/**
 * Returns the port at which the tunnel to a port of a host begins. Two ports of a host have different ports, unless they differ by
 * exactly 32768 (`EGR1017`). The address of a host has 24 bits, and the port 15 bits more: of 1,000 hosts, two have one address and
 * port with a probability of one in a million.
 *
 * A port of the gateway's Service is replaced: istiod reads the number of a server as the port of the Service.
 */
export function tunnelPort({ host, gateway }: Pick<ExternalHost, 'host' | 'gateway'>, port: number): number {
  const found = FIRST_PORT + ((port + loopbackOffset(host.name, PORTS)) % PORTS);
  const taken = portPairsOf(gateway)
    .flatMap((pair) => [pair.port, pair.targetPort])
    .indexOf(found);
  return taken < 0 ? found : FIRST_PORT + PORTS + taken;
}

/** Returns the ports of a host that need tunnels; empty for a host without a proxy. */
export function tunnelledPorts({ upstreamProxy, ports }: ExternalHost): readonly ClaimedPort[] {
  return upstreamProxy === undefined ? [] : throughGateway(ports);
}

/** Returns what the proxy connects to: the host or the target of a wildcard, and its port. */
export function tunnelTarget({ host, resolution = byDns(host) }: ExternalHost, { number, origination }: ClaimedPort) {
  const { address = host.name } = resolution.endpoints[0] ?? {};
  return { targetHost: address.replace(/\.$/, ''), targetPort: origination?.port ?? number };
}
