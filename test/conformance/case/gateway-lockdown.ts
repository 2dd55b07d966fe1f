/** What the policy on a gateway's own pods must let in and out, and the cluster in which that is asked. */
import { INSTALLED, Lockdown, PORTS } from './lockdown';
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
}

const STRANGER = 'elsewhere';
const METRICS = ['15020/TCP', '15090/TCP'];

/** Addresses by what they are; whether they are the internet's. */
const ADDRESSES: readonly (readonly [what: string, address: string, internet: boolean])[] = [
  ['the internet', '203.0.113.10', true],
  ['the internet, IPv6', '2001:db8::10', true],
  ['the internet behind NAT64', '64:ff9b::cb00:710a', true],
  ['a private address', '10.20.0.16', false],
  ['a private address, second range', '172.31.255.254', false],
  ['a private address, third range', '192.168.1.1', false],
  ["a carrier's address", '100.64.0.1', false],
  ['cloud metadata', '169.254.169.254', false],
  ['cloud metadata, IPv6', 'fd00:ec2::254', false],
  ['cloud metadata behind NAT64', '64:ff9b::a9fe:a9fe', false],
  ['a private address behind NAT64', '64:ff9b::a14:10', false],
  ['the link, IPv6', 'fe80::1', false],
  ['a private address, IPv6', 'fd12:3456:789a::1', false],
  ['6to4', '2002:a14:10::1', false],
];

/** Every client and address with every port. */
export function gatewayTableOf(lockdown: GatewayLockdown): TruthTable {
  const { gateway, clients, scrapers = [] } = lockdown;
  const pods = podsOf(lockdown);
  const self = `${gateway.namespace}/gateway`;
  const callers = pods.filter(({ name }) => name !== 'gateway').map(({ namespace, name }) => ({ namespace, name }));
  const ports = [...new Set([...PORTS, ...METRICS, ...lockdown.ports])];
  const into = callers.flatMap(({ namespace, name }) =>
    ports.map((port) => {
      const served = clients.includes(namespace) && lockdown.ports.includes(port);
      const scraped = scrapers.includes(namespace) && METRICS.includes(port);
      return connection(`${namespace}/${name}`, self, port, served || scraped);
    }),
  );
  const out = [
    ...ADDRESSES.flatMap(([what, address, internet]) =>
      ports.map((port) => connection(self, address, port, internet && lockdown.outside.includes(port), what)),
    ),
    ...(lockdown.addresses ?? []).flatMap(([address, only]) =>
      ports.map((port) => connection(self, address, port, port === only)),
    ),
    ...callers.flatMap(({ namespace, name }) =>
      ports.map((port) => connection(self, `${namespace}/${name}`, port, needed(name, port))),
    ),
  ];
  const from = `${gateway.namespace}/${Object.values(gateway.labels).join()}`;
  return { title: `to and from ${from}`, world: worldOfPods(pods), asked: [...into, ...out] };
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
    { namespace: 'kube-system', name: 'dns', labels: { 'k8s-app': 'kube-dns' } },
    { namespace: 'kube-system', name: 'beside', labels: { app: 'other' } },
    { namespace: 'istio-system', name: 'istiod', labels: { app: 'istiod' } },
    { namespace: 'istio-system', name: 'neighbour', labels: { app: 'other' } },
  ];
}

function connection(from: string, to: string, name: string, allowed: boolean, called = to): AskedConnection {
  const [port, protocol = ''] = name.split('/');
  return { what: `${from} to ${called} ${name}`, from, to, protocol, port: Number(port), allowed };
}
