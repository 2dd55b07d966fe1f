import { rangeOfOne, withoutNestedRanges } from '../../network/cidr';
import { canonicalAddress } from '../../network/canonical-address';
import { CLOUD_METADATA } from '../../network/cloud-metadata';
import { ExternalHost } from '../../mesh/external-host';
import { isToken } from '../../input/token';
import { PeerPort, PeerRule } from './peer-rule';

/**
 * IPv4 ranges that are not part of the internet: this host, private networks, carrier-grade NAT (also pods of some clouds), loopback,
 * link-local (also cloud metadata), protocol assignments, benchmarking, multicast, reserved
 * (https://www.iana.org/assignments/iana-ipv4-special-registry/). The ranges for documentation are unassigned too, and stay open.
 */
const NOT_INTERNET_IPV4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** IPv6 ranges that are not part of the internet, and prefixes of addresses that embed other addresses. */
const NOT_INTERNET_IPV6: readonly string[] = [
  '::/127',
  '2001::/32',
  '2002::/16',
  '64:ff9b:1::/48',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/**
 * Returns a rule that allows the internet, IPv4 and IPv6. Closed IPv4 ranges are also closed behind the NAT64 prefix of IPv6.
 *
 * @param inside further ranges to close: of the cluster, or internal with public addresses
 */
export function internet(ports: readonly PeerPort[], inside: readonly string[] = []): PeerRule {
  const further = [...CLOUD_METADATA.map(({ address }) => rangeOfOne(address)), ...inside];
  const ipv4 = withoutNestedRanges([...NOT_INTERNET_IPV4, ...further.filter((range) => !isIpv6(range))]);
  const ipv6 = withoutNestedRanges([...NOT_INTERNET_IPV6, ...ipv4.map(behindNat64), ...further.filter(isIpv6)]);
  const without = (cidr: string, except: readonly string[]) => ({ ipBlock: { cidr, except } });
  return { peers: [without('0.0.0.0/0', ipv4), without('::/0', ipv6)], ports };
}

/**
 * Returns the external ports that the gateway connects to for these hosts; with TLS origination, the TLS ports. TCP ports are included:
 * the gateway resolves the host itself (`render/istio/service-entry.ts`), possibly to other addresses than applications connect to.
 */
export function externalPorts(externals: readonly ExternalHost[]): readonly PeerPort[] {
  const numbers = externals.flatMap(({ ports }) =>
    ports.flatMap(({ routing, number, origination }) => (routing === 'gateway' ? [origination?.port ?? number] : [])),
  );
  return distinctPorts(numbers.map((port) => ({ protocol: 'TCP', port })));
}

/** Returns rules for hosts with addresses, of whatever network: databases are often in a private network. */
export function addressRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  return externals.flatMap(({ ports }) =>
    ports.flatMap(({ routing, number, addresses = [] }): PeerRule[] => {
      const peers = addresses.map((address) => ({ ipBlock: { cidr: rangeOfOne(address) } }));
      return routing === 'gateway' && peers.length > 0 ? [{ peers, ports: [{ protocol: 'TCP', port: number }] }] : [];
    }),
  );
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

function isIpv6(text: string): boolean {
  return text.includes(':');
}

/** Returns the NAT64 range of an IPv4 range: `64:ff9b::a00:0/104` for `10.0.0.0/8` (https://www.rfc-editor.org/rfc/rfc6052). */
function behindNat64(cidr: string): string {
  const [address, prefix] = cidr.split('/');
  return `${canonicalAddress(`64:ff9b::${address}`)}/${96 + Number(prefix)}`;
}
