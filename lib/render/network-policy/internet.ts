import { internetBlocks } from '../../network/internet';
import { destinationsOf, resolvesName } from '../../mesh/destinations';
import { ExternalHost, throughGateway } from '../../mesh/external-host';
import { uniqueBy } from '../../input/unique';
import { isToken } from '../../input/token';
import { PeerPort, PeerRule } from './peer-rule';

/**
 * Returns a rule that allows the internet, IPv4 and IPv6.
 *
 * @param inside further ranges to close: of the cluster, or internal with public addresses
 */
export function internet(ports: readonly PeerPort[], inside: readonly string[] = []): PeerRule {
  return { peers: internetBlocks(inside).map((ipBlock) => ({ ipBlock })), ports };
}

/**
 * Returns the external ports on which the gateway connects to addresses of the internet for these hosts; with TLS origination, the TLS ports.
 * TCP ports are included: the gateway resolves the host itself (`render/istio/service-entry.ts`), possibly to other addresses than
 * applications connect to. If the gateway resolves no name, it connects to stated addresses only ({@link addressRules}). For hosts through a
 * proxy, the port is that of the proxy, unless the proxy is an address.
 */
export function externalPorts(externals: readonly ExternalHost[]): readonly PeerPort[] {
  const numbers = externals.flatMap((external) => {
    const { ports, upstreamProxy } = external;
    if (upstreamProxy !== undefined) return upstreamProxy.isAddress ? [] : [upstreamProxy.port];
    return resolvesName(external)
      ? throughGateway(ports).map(({ number, origination }) => origination?.port ?? number)
      : [];
  });
  return distinctPorts(numbers.map((port) => ({ protocol: 'TCP', port })));
}

/**
 * Returns rules for the stated addresses of hosts and proxies, each rule once, of whatever network: databases and proxies are often in a
 * private network.
 */
export function addressRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  const destinations = uniqueBy(externals.flatMap(destinationsOf), ({ cidrs, port }) => `${port} ${cidrs.join(' ')}`);
  return destinations.map(({ cidrs, port }) => ({
    peers: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
    ports: [{ protocol: 'TCP', port }],
  }));
}

/** Returns each port once: sorted, then the ports that are tokens, in the given order. */
export function distinctPorts(ports: readonly PeerPort[]): readonly PeerPort[] {
  const same = (a: PeerPort, b: PeerPort): boolean => a.protocol === b.protocol && a.port === b.port;
  const distinct = ports.filter((port, index) => ports.findIndex((other) => same(port, other)) === index);
  const resolved = distinct.filter(({ port }) => !isToken(port));
  return [
    ...resolved.sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1)),
    ...distinct.filter(({ port }) => isToken(port)),
  ];
}
