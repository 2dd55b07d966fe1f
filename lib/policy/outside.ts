import { ExternalHost } from '../model/external-host';
import { PeerPort, PeerRule } from './peer-rule';

/**
 * IPv4 addresses that are not the internet's: of this host, of private networks, of carriers (also the pods of some clouds), of
 * the link, where clouds keep their metadata, of many at once, of nobody
 * (https://www.iana.org/assignments/iana-ipv4-special-registry/).
 */
const NOT_INTERNET_IPV4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** The same of IPv6; and, behind the two prefixes by which IPv6 reaches IPv4, what is closed there. */
const NOT_INTERNET_IPV6: readonly string[] = [
  '::/127',
  // Tunnels, by which an address says another.
  '2001::/32',
  '2002::/16',
  ...NOT_INTERNET_IPV4.map(behindNat64),
  '64:ff9b:1::/48',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/**
 * The internet, IPv4 and IPv6 together, as NetworkPolicies tell it.
 *
 * @param inside ranges that are the cluster's own or otherwise inside, although they look like the internet's
 */
export function internet(ports: readonly PeerPort[], inside: readonly string[] = []): PeerRule {
  const without = (cidr: string, except: readonly string[], family: '.' | ':'): PeerRule['peers'][number] => ({
    ipBlock: {
      cidr,
      except: [...except, ...inside.filter((range) => range.includes(':') === (family === ':'))].sort(),
    },
  });
  return { peers: [without('0.0.0.0/0', NOT_INTERNET_IPV4, '.'), without('::/0', NOT_INTERNET_IPV6, ':')], ports };
}

/** The ports outside that the gateway connects to for these hosts: behind an origination, those of the TLS. */
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
      const peers = addresses.map((address) => ({
        ipBlock: { cidr: `${address}/${address.includes(':') ? 128 : 32}` },
      }));
      return way === 'gateway' && peers.length > 0 ? [{ peers, ports: [{ protocol: 'TCP', port: number }] }] : [];
    }),
  );
}

/** Each port once, in order. */
export function distinctPorts(ports: readonly PeerPort[]): readonly PeerPort[] {
  const byText = new Map(ports.map((port) => [`${port.protocol} ${port.port}`, port]));
  return [...byText.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}

/** `64:ff9b::a00:0/104` for `10.0.0.0/8` (https://www.rfc-editor.org/rfc/rfc6052). */
function behindNat64(cidr: string): string {
  const [address = '', prefix] = cidr.split('/');
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const low = c * 256 + d;
  const high = a * 256 + b;
  const text = high === 0 && low === 0 ? '64:ff9b::' : `64:ff9b::${high.toString(16)}:${low.toString(16)}`;
  return `${text}/${96 + Number(prefix)}`;
}
