import { keyOfPlace } from '../audit/manifest/evidence';
import { joinedRanges, partsBetween } from '../audit/model/address-set';
import { Mesh } from '../audit/model/mesh';
import { few } from '../audit/model/sentence';
import { domainNamesOf, networksOf } from '../audit/policy/cluster-network-policy';
import { ConnectionVerdict, networkPoliciesOf, worstVerdict } from '../audit/policy/connection';
import { edgePorts } from '../audit/policy/edge-ports';
import { Protocol } from '../audit/policy/endpoint';
import { rangesOf } from '../audit/policy/network-policy';
import { groupBy } from '../input/group-by';
import { contains } from '../network/address-range';

/** Connections from a pod to addresses outside the cluster that policies let pass. */
export interface OpenConnection {
  /** An address, ranges, a name, or `any address`. */
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

/** An example of the ports before those that rules name. */
const FIRST_PORT = 1;

/** Addresses that policies treat alike, or the hosts that a policy names, by an example. */
interface End {
  readonly host: string;
  readonly address?: string;
  /** The addresses, none of a name. */
  readonly ranges: readonly string[];
}

/** Returns the connections of pods to addresses outside the cluster that policies let pass. */
export function openConnections(mesh: Mesh, { namespace, labels, except }: ConfinedPods): readonly OpenConnection[] {
  const policies = networkPoliciesOf(mesh);
  const own = policies.byNamespace.get(namespace) ?? [];
  const cluster = [...policies.admin, ...policies.baseline];
  const ranges = [...own.flatMap(({ spec }) => rangesOf(spec)), ...cluster.flatMap(({ spec }) => networksOf(spec))];
  const names = cluster.flatMap(({ spec }) => domainNamesOf(spec));
  const parts = partsBetween([...ranges, ...except]).map(endOf);
  const ends = parts.filter(({ host }) => !except.some((range) => contains(range, host)));
  const from = { kind: 'pod', namespace, labels } as const;
  const found = [...ends, ...names.map(endOfName)].flatMap((end) =>
    [FIRST_PORT, ...edgePorts(own, cluster)].flatMap((port) =>
      PROTOCOLS.map((protocol) => {
        const to = { kind: 'outside', host: end.host, address: end.address } as const;
        return { end, port, protocol, verdict: worstVerdict(policies, { from, to, port, protocol }) };
      }),
    ),
  );
  const open = found.filter(({ verdict }) => verdict.allowed);
  const alike = groupBy(open, ({ port, protocol, verdict, end }) =>
    [port, protocol, end.address === undefined ? end.host : '', ...verdict.decidedBy.map(keyOfPlace)].join(' '),
  );
  return [...alike.values()].map((same) => {
    const [{ port, protocol, verdict, end }] = same as [(typeof same)[0]];
    const to = end.address === undefined ? end.host : textOf(joinedRanges(same.flatMap((each) => each.end.ranges)));
    return { to, port: port === FIRST_PORT ? 'any port' : `port ${port}`, protocol, verdict };
  });
}

/** Each range of a policy is a union of parts: what a policy decides about one address, the policy decides about all of the part. */
function endOf(ranges: readonly string[]): End {
  const [address = ''] = ranges[0]?.split('/') ?? [];
  return { host: address, address, ranges };
}

/** Returns a host that a name of a policy matches. */
function endOfName(name: string): End {
  return { host: name.replace('*', 'name'), ranges: [] };
}

function textOf(ranges: readonly string[]): string {
  if (ranges.some((range) => range.endsWith('/0'))) return 'any address';
  return few(ranges.map((range) => range.replace(range.includes(':') ? /\/128$/ : /\/32$/, '')));
}
