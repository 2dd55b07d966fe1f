import { Mesh } from '../audit/model/mesh';
import { ConnectionVerdict, networkPoliciesOf, worstVerdict } from '../audit/policy/connection';
import { Protocol } from '../audit/policy/endpoint';
import { contains } from '../network/address-range';

/** A connection from a pod to an address outside the cluster that policies let pass. */
export interface OpenConnection {
  /** An address, a name, or `any address`. */
  readonly to: string;
  /** `port 443`, or `any port`. */
  readonly port: string;
  readonly protocol: Protocol;
  readonly verdict: ConnectionVerdict;
}

/** The pods of a namespace, and the addresses that they may reach. */
export interface ConfinedPods {
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
  readonly except: readonly string[];
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP'];

/** Addresses and a port as examples of all others: addresses for documentation (RFC 5737, RFC 3849), and the port of no service. */
const ADDRESSES = ['203.0.113.1', '2001:db8::1'];
const PORT = 49151;

/**
 * Returns connections of pods to addresses outside the cluster that policies let pass. A policy allows a set of ranges, names and ports,
 * so that the first address of each range, each name and each port of the policies are examples of all others.
 */
export function openConnections(mesh: Mesh, { namespace, labels, except }: ConfinedPods): readonly OpenConnection[] {
  const policies = networkPoliciesOf(mesh);
  const { byNamespace, admin, baseline } = policies;
  const specs = [...(byNamespace.get(namespace) ?? []), ...admin, ...baseline].map(({ spec }) => spec.egress);
  const named = new NamedInPolicies(specs);
  const ends = [...named.addresses.map((address) => ({ host: address, address })), ...named.names.map(hostOf)];
  const from = { kind: 'pod', namespace, labels } as const;
  return ends
    .filter(({ host }) => !except.some((range) => contains(range, host)))
    .flatMap((end) => named.ports.flatMap((port) => PROTOCOLS.map((protocol) => ({ end, port, protocol }))))
    .map(({ end, port, protocol }) => {
      const to = { kind: 'outside', ...end } as const;
      const verdict = worstVerdict(policies, { from, to, port, protocol });
      return { to: endText(end), port: port === PORT ? 'any port' : `port ${port}`, protocol, verdict };
    })
    .filter(({ verdict }) => verdict.allowed);
}

/** Returns a host that a name of a policy matches. */
function hostOf(name: string): { readonly host: string } {
  return { host: name.replace('*', 'name') };
}

function endText({ host }: { readonly host: string }): string {
  return ADDRESSES.includes(host) ? 'any address' : host;
}

/** The ranges, names and ports of rules, wherever a rule has them. */
class NamedInPolicies {
  private readonly ranges = new Set<string>();
  private readonly hosts = new Set<string>();
  private readonly numbers = new Set<number>([PORT]);

  public constructor(rules: unknown) {
    this.read(rules);
  }

  public get addresses(): readonly string[] {
    return [...new Set([...ADDRESSES, ...[...this.ranges].map((range) => range.replace(/\/.*/, ''))])];
  }

  public get names(): readonly string[] {
    return [...this.hosts];
  }

  public get ports(): readonly number[] {
    return [...this.numbers].sort((a, b) => a - b);
  }

  private read(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { cidr, networks = [], domainNames = [] } = value as Peer;
    for (const range of [cidr, ...networks]) if (range !== undefined) this.ranges.add(range);
    for (const name of domainNames) this.hosts.add(name);
    for (const [key, each] of Object.entries(value)) {
      if (typeof each === 'number' && PORT_FIELDS.has(key)) this.numbers.add(each);
      else this.read(each);
    }
  }
}

interface Peer {
  readonly cidr?: string;
  readonly networks?: readonly string[];
  readonly domainNames?: readonly string[];
}

/** The fields of ports in NetworkPolicy, and in ClusterNetworkPolicy v1alpha2. */
const PORT_FIELDS = new Set(['port', 'endPort', 'number', 'start', 'end']);
