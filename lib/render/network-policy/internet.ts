import { rangeOfOne } from '../../network/cidr';
import { canonicalAddress } from '../../network/canonical-address';
import { CLOUD_METADATA } from '../../network/cloud-metadata';
import { ExternalHost } from '../../mesh/external-host';
import { outermost } from '../../network/nested-ranges';
import { isToken } from '../../input/token';
import { PeerPort, PeerRule } from './peer-rule';

/**
 * IPv4 addresses that are not the internet's: of this host, of private networks, of carriers (also the pods of some clouds), of
 * the link, where clouds keep their metadata, of protocols, of benchmarks, of many at once, of nobody
 * (https://www.iana.org/assignments/iana-ipv4-special-registry/). Those for documentation are nobody's, too, and stay open.
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

/** The same of IPv6, and the prefixes behind which an address says another. */
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
 * The internet, IPv4 and IPv6 together, as NetworkPolicies tell it. What is closed of IPv4 is closed also behind the prefix by which
 * IPv6 reaches it.
 *
 * @param inside ranges that are the cluster's own or otherwise inside, although they look like the internet's
 */
export function internet(ports: readonly PeerPort[], inside: readonly string[] = []): PeerRule {
  const further = [...CLOUD_METADATA.map(({ address }) => rangeOfOne(address)), ...inside];
  const ipv4 = outermost([...NOT_INTERNET_IPV4, ...further.filter((range) => !isIpv6(range))]);
  const ipv6 = outermost([...NOT_INTERNET_IPV6, ...ipv4.map(behindNat64), ...further.filter(isIpv6)]);
  const without = (cidr: string, except: readonly string[]) => ({ ipBlock: { cidr, except } });
  return { peers: [without('0.0.0.0/0', ipv4), without('::/0', ipv6)], ports };
}

/**
 * The ports outside that the gateway connects to for these hosts: behind an origination, those of the TLS. Those of TCP are among them:
 * the gateway resolves the host's name itself (`render/istio/service-entry.ts`), to other addresses maybe than applications dial.
 */
export function outsidePorts(externals: readonly ExternalHost[]): readonly PeerPort[] {
  const numbers = externals.flatMap(({ ports }) =>
    ports.flatMap(({ way, number, origination }) => (way === 'gateway' ? [origination?.port ?? number] : [])),
  );
  return distinctPorts(numbers.map((port) => ({ protocol: 'TCP', port })));
}

/** What is reached by address, wherever that is: databases are often inside a private network. */
export function addressRules(externals: readonly ExternalHost[]): readonly PeerRule[] {
  return externals.flatMap(({ ports }) =>
    ports.flatMap(({ way, number, addresses = [] }): PeerRule[] => {
      const peers = addresses.map((address) => ({ ipBlock: { cidr: rangeOfOne(address) } }));
      return way === 'gateway' && peers.length > 0 ? [{ peers, ports: [{ protocol: 'TCP', port: number }] }] : [];
    }),
  );
}

/** Each port once, in order; behind them, as they are given, those that are known at synthesis only. */
export function distinctPorts(ports: readonly PeerPort[]): readonly PeerPort[] {
  const same = (a: PeerPort, b: PeerPort): boolean => a.protocol === b.protocol && a.port === b.port;
  const distinct = ports.filter((port, index) => ports.findIndex((other) => same(port, other)) === index);
  const known = distinct.filter(({ port }) => !isToken(port));
  return [
    ...known.sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1)),
    ...distinct.filter(({ port }) => isToken(port)),
  ];
}

function isIpv6(text: string): boolean {
  return text.includes(':');
}

/** `64:ff9b::a00:0/104` for `10.0.0.0/8` (https://www.rfc-editor.org/rfc/rfc6052). */
function behindNat64(cidr: string): string {
  const [address, prefix] = cidr.split('/');
  return `${canonicalAddress(`64:ff9b::${address}`)}/${96 + Number(prefix)}`;
}
