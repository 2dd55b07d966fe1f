import { GatewayFacts, gatewayKey, maySharePods } from './gateway';
import { InputError } from '../input/input-error';

/** Who runs a gateway: the construct that describes it, whoever installs Istio for it, or somebody that this app knows nothing of. */
export type Operator = 'construct' | 'installer' | 'somebody else';

interface Registered {
  readonly facts: GatewayFacts;
  readonly owner: string;
  readonly operator: Operator;
}

/**
 * The gateways that the constructs of one app describe. One gateway may be described more than once (by the platform's chart,
 * and by a team's with `fromExisting`), but not in different words: Istio merges the Gateway objects that select the same
 * pods, and of a plaintext and a TLS server on one port it silently drops the later one (`mergeGateways` in
 * istio.io/istio `pilot/pkg/model/gateway.go`).
 */
export class GatewayRegistry {
  private readonly gateways: Registered[] = [];
  private readonly once = new Map<string, string>();

  /**
   * Adds a description.
   *
   * @returns whether it is the first of its gateway
   * @throws InputError when it contradicts an earlier one; the message names both constructs
   */
  public register(facts: GatewayFacts, owner: string, operator: Operator): boolean {
    const next = { facts, owner, operator };
    for (const other of this.gateways) refuseContradiction(other, next);
    const first = this.descriptionsOf(facts).length === 0;
    this.gateways.push(next);
    return first;
  }

  /** Every gateway, once, by namespace and name. */
  public all(): readonly GatewayFacts[] {
    const byKey = new Map(this.gateways.map(({ facts }) => [gatewayKey(facts), facts]));
    return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, facts]) => facts);
  }

  /** The path of the construct that describes the gateway as one of this app's platform; none where it is somebody else's. */
  public ownerOf(facts: GatewayFacts): string | undefined {
    return this.descriptionsOf(facts).find(({ operator }) => operator !== 'somebody else')?.owner;
  }

  /** Whether the construct at this path describes a gateway. */
  public knows(owner: string): boolean {
    return this.gateways.some((each) => each.owner === owner);
  }

  /** Whether every description says that the gateway is somebody else's, so that others have routes on it. */
  public isForeign(facts: GatewayFacts): boolean {
    return this.descriptionsOf(facts).every(({ operator }) => operator === 'somebody else');
  }

  /**
   * A construct writes what a gateway has once: its log, the policy on its pods, that on its clients' objects.
   *
   * @param what how the error names it: `log`
   * @param kind the construct's class
   * @throws InputError where another one does: their objects have one name
   */
  public writeOnce(facts: GatewayFacts, what: string, kind: string, owner: string): void {
    const key = `${gatewayKey(facts)} ${kind}`;
    const other = this.once.get(key);
    if (other !== undefined) {
      throw new InputError({
        problem: `gateway ${gatewayKey(facts)} has two ${what}`,
        got: [other, owner],
        allowed: `one ${kind} per gateway`,
        fix: 'remove one of the two',
      });
    }
    this.once.set(key, owner);
  }

  private descriptionsOf(facts: GatewayFacts): readonly Registered[] {
    return this.gateways.filter((other) => gatewayKey(other.facts) === gatewayKey(facts));
  }
}

function refuseContradiction(earlier: Registered, later: Registered): void {
  const got = [earlier.owner, later.owner];
  const { facts: a } = earlier;
  const { facts: b } = later;
  const sameService = gatewayKey(a) === gatewayKey(b);
  if (sameService && earlier.operator === 'construct' && later.operator === 'construct') {
    throw new InputError({
      problem: `gateway ${b.namespace}/${b.serviceName} is deployed twice`,
      got,
      allowed: 'one deployment per gateway',
      fix: 'use EgressGateway.fromExisting(...) for the second, or give it another serviceName',
    });
  }
  const different = sameService ? firstDifference(a, b) : maySharePods(a, b) ? clash(a, b) : undefined;
  if (different === undefined) return;
  throw new InputError({
    problem: `two constructs describe the gateway ${b.namespace}/${b.serviceName} with different ${different}`,
    got,
    allowed: 'the same description wherever one gateway, or one set of pods, is used',
    fix: `pass one construct to both, give both the same ${different}, or give the pods another selector`,
  });
}

/** Of two Services with the same pods: what makes a plaintext and a TLS server meet on one listener. */
function clash(a: GatewayFacts, b: GatewayFacts): string | undefined {
  if (a.clientTls !== b.clientTls) return 'clientTls';
  // A Gateway object names a port without its Service: it meets whichever Service of the pods has that number.
  const meet = (['port', 'targetPort'] as const).some(
    (key) => a.httpPort[key] === b.tlsPort[key] || a.tlsPort[key] === b.httpPort[key],
  );
  return meet ? 'ports' : undefined;
}

function firstDifference(a: GatewayFacts, b: GatewayFacts): keyof GatewayFacts | undefined {
  const keys = [
    ...(['selector', 'clusterDomain', 'httpPort', 'tlsPort', 'clientTls', 'layout'] as const),
    ...(['requireSources', 'takesUndeclared', 'metadata'] as const),
  ];
  return keys.find((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}
