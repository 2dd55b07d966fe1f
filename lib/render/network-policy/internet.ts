import { rangeOfOne } from '../../network/cidr';
import { internetBlocks } from '../../network/internet';
import { ExternalHost, throughGateway } from '../../mesh/external-host';
import { isName } from '../../mesh/resolution';
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
 * Returns the external ports that the gateway connects to for these hosts; with TLS origination, the TLS ports. TCP ports are included:
 * the gateway resolves the host itself (`render/istio/service-entry.ts`), possibly to other addresses than applications connect to. If
 * the gateway resolves no name, it connects to the endpoints only ({@link endpointRules}), or to the addresses in the ranges. For hosts
 * through a proxy, the port is that of the proxy, unless the proxy is an address.
 */
export function externalPorts(externals: readonly ExternalHost[]): readonly PeerPort[] {
  const numbers = externals.flatMap(({ ports, resolution, upstreamProxy }) => {
    if (upstreamProxy !== undefined) return upstreamProxy.isAddress ? [] : [upstreamProxy.port];
    if (resolution?.kind === 'STATIC' || resolution?.kind === 'NONE') return [];
    return throughGateway(ports).map(({ number, origination }) => origination?.port ?? number);
  });
  return distinctPorts(numbers.map((port) => ({ protocol: 'TCP', port })));
}

/**
 * Returns rules for hosts with addresses, for ranges, and for proxies with addresses, of whatever network: databases and proxies are often
 * in a private network. The gateway connects to no virtual address, and of hosts that it does not resolve, to the endpoints only
 * ({@link endpointRules}).
 */
export function addressRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  return [...hostRules(externals.filter(isWithoutProxy)), ...proxyRules(externals)];
}

function proxyRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  const proxies = externals.flatMap(({ upstreamProxy }) => (upstreamProxy?.isAddress === true ? [upstreamProxy] : []));
  const byText = new Map(proxies.map((proxy) => [`${proxy.host} ${proxy.port}`, proxy]));
  return [...byText.values()].flatMap(({ host, port }) => rangesAt([rangeOfOne(host)], port));
}

function isWithoutProxy({ upstreamProxy }: ExternalHost): boolean {
  return upstreamProxy === undefined;
}

function hostRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  return externals.flatMap(({ ports, resolution }) =>
    throughGateway(ports).flatMap(({ number, addresses = [], isVirtual, cidrs = [] }) => {
      const dialled = resolution?.kind === 'STATIC' || isVirtual ? [] : addresses.map(rangeOfOne);
      return rangesAt([...dialled, ...cidrs], number);
    }),
  );
}

/** Returns rules for endpoints of hosts that are addresses, also in a private network, on the ports that the gateway connects to. */
export function endpointRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  return externals.filter(isWithoutProxy).flatMap(({ ports, resolution }) => {
    const endpoints = (resolution?.endpoints ?? []).filter((each) => !isName(each)).map(({ address }) => address);
    return throughGateway(ports).flatMap(({ number, origination, addresses = [] }) => {
      const others = endpoints.filter((address) => resolution?.kind === 'STATIC' || !addresses.includes(address));
      return rangesAt(others.map(rangeOfOne), origination?.port ?? number);
    });
  });
}

/** Returns a rule for ranges on a port; none without ranges. */
function rangesAt(cidrs: readonly string[], port: number): readonly PeerRule[] {
  return cidrs.length === 0
    ? []
    : [{ peers: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: 'TCP', port }] }];
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
