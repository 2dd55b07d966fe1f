/** What the policy on a gateway's own pods must let in and out, and the cluster in which that is asked. */
import { DNS_LABELS, INSTALLED, ISTIOD_LABELS, Lockdown, PORTS } from './lockdown';
import { AskedConnection, TruthTable, WorldPod, worldOfPods } from './truth-table';

/** What must be true of the NetworkPolicy that a program writes for its gateway. */
export interface GatewayLockdown {
  /** The program beside the case: `main` for `main.ts`. */
  readonly program: string;
  readonly gateway: Lockdown['gateway'];
  /** Who may call it, on `ports`: namespaces. */
  readonly clients: readonly string[];
  /** Its own ports, e.g. `8080/TCP`. */
  readonly ports: readonly string[];
  /** Who may scrape it: namespaces. */
  readonly scrapers?: readonly string[];
  /** The ports of the internet that it may connect to. */
  readonly outside: readonly string[];
  /** Addresses inside that it may connect to, each with its port: `['10.20.0.15', '5432/TCP']`. */
  readonly addresses?: readonly (readonly [address: string, port: string])[];
  /** Denied connections that close ways around the gateway. */
  readonly denies?: TruthTable['denies'];
}

const STRANGER = 'elsewhere';
const METRICS = ['15020/TCP', '15090/TCP'];

/** Addresses of the internet, by what they are. */
const INTERNET: Readonly<Record<string, string>> = {
  'the internet': '203.0.113.10',
  'the internet, IPv6': '2001:db8::10',
  'the internet behind NAT64': '64:ff9b::cb00:710a',
};

/** Other addresses: one of each range that has a meaning of its own. */
const INSIDE: Readonly<Record<string, string>> = {
  'a private address': '10.20.0.16',
  'a private address, second range': '172.31.255.254',
  'a private address, third range': '192.168.1.1',
  "a carrier's address": '100.64.0.1',
  'cloud metadata': '169.254.169.254',
  'this host': '0.0.0.1',
  'the pod itself': '127.0.0.1',
  "a cloud's own server": '168.63.129.16',
  "another cloud's metadata": '192.0.0.192',
  'a benchmark': '198.18.0.1',
  'many at once': '224.0.0.1',
  nobody: '240.0.0.1',
  'cloud metadata, IPv6': 'fd00:ec2::254',
  'a private address, IPv6': 'fd12:3456:789a::1',
  'the link, IPv6': 'fe80::1',
  'the site, IPv6': 'fec0::1',
  'the pod itself, IPv6': '::1',
  'many at once, IPv6': 'ff02::1',
  'cloud metadata behind NAT64': '64:ff9b::a9fe:a9fe',
  'a private address behind NAT64': '64:ff9b::a14:10',
  'a private address behind NAT64, second range': '64:ff9b::ac1f:fffe',
  'a private address behind NAT64, third range': '64:ff9b::c0a8:101',
  "a carrier's address behind NAT64": '64:ff9b::6440:1',
  'this host behind NAT64': '64:ff9b::1',
  'the pod itself behind NAT64': '64:ff9b::7f00:1',
  "a cloud's own server behind NAT64": '64:ff9b::a83f:8110',
  "another cloud's metadata behind NAT64": '64:ff9b::c000:c0',
  'a benchmark behind NAT64': '64:ff9b::c612:1',
  'many at once behind NAT64': '64:ff9b::e000:1',
  'nobody behind NAT64': '64:ff9b::f000:1',
  'a NAT64 of the network itself': '64:ff9b:1::a14:10',
  Teredo: '2001::a14:10',
  '6to4': '2002:a14:10::1',
};

/** Every client and address with every port. */
export function gatewayTableOf(lockdown: GatewayLockdown): TruthTable {
  const { gateway, clients, scrapers = [], addresses = [] } = lockdown;
  const pods = podsOf(lockdown);
  const self = `${gateway.namespace}/gateway`;
  const callers = pods.filter(({ name }) => name !== 'gateway').map(({ namespace, name }) => ({ namespace, name }));
  const ports = [...new Set([...PORTS, ...METRICS, ...lockdown.ports, ...addresses.map(([, port]) => port)])];
  const into = callers.flatMap(({ namespace, name }) =>
    ports.map((port) => {
      const served = clients.includes(namespace) && lockdown.ports.includes(port);
      const scraped = scrapers.includes(namespace) && METRICS.includes(port);
      return connection(`${namespace}/${name}`, self, port, served || scraped);
    }),
  );
  const out = [
    ...Object.entries(INTERNET).flatMap(([what, address]) =>
      ports.map((port) => connection(self, address, port, lockdown.outside.includes(port), what)),
    ),
    ...Object.entries(INSIDE).flatMap(([what, address]) =>
      ports.map((port) => connection(self, address, port, false, what)),
    ),
    ...addresses.flatMap(([address, only]) => ports.map((port) => connection(self, address, port, port === only))),
    ...callers.flatMap(({ namespace, name }) =>
      ports.map((port) => connection(self, `${namespace}/${name}`, port, needed(name, port))),
    ),
  ];
  const from = `${gateway.namespace}/${Object.values(gateway.labels).join()}`;
  return { title: `to and from ${from}`, world: worldOfPods(pods), asked: [...into, ...out], denies: lockdown.denies };
}

/** What a gateway needs inside: names, and its configuration. */
function needed(name: string, port: string): boolean {
  return (name === 'dns' && ['53/UDP', '53/TCP'].includes(port)) || (name === 'istiod' && port === '15012/TCP');
}

function podsOf({ gateway, clients, scrapers = [] }: GatewayLockdown): WorldPod[] {
  const { namespace, labels } = gateway;
  return [
    { namespace, name: 'gateway', labels },
    { namespace, name: 'beside', labels: { app: 'other' } },
    ...[...clients, ...scrapers].map((client) => ({ namespace: client, name: 'client', labels: { app: 'curl' } })),
    { namespace: STRANGER, name: 'client', labels: { app: 'curl' } },
    { namespace: STRANGER, name: 'namesake', labels: INSTALLED.labels },
    { namespace: STRANGER, name: 'namesake-of-dns', labels: DNS_LABELS },
    { namespace: STRANGER, name: 'namesake-of-istiod', labels: ISTIOD_LABELS },
    { namespace: 'kube-system', name: 'dns', labels: DNS_LABELS },
    { namespace: 'kube-system', name: 'beside', labels: { app: 'other' } },
    { namespace: 'istio-system', name: 'istiod', labels: ISTIOD_LABELS },
    { namespace: 'istio-system', name: 'neighbour', labels: { app: 'other' } },
  ];
}

function connection(from: string, to: string, name: string, allowed: boolean, called = to): AskedConnection {
  const [port, protocol = ''] = name.split('/');
  return { what: `${from} to ${called} ${name}`, from, to, protocol, port: Number(port), allowed };
}
