import { InputError } from '../input/input-error';
import { refuseCreating } from '../input/namespace';

/**
 * What the constructs of an app do to namespaces: a lockdown closes one, a gateway lives in one, either may create one. Each
 * namespace is closed once and created once, and none that a gateway lives in is closed.
 */
export class NamespaceRegistry {
  private readonly lockedDown = new Map<string, string>();
  private readonly gateways = new Map<string, string>();
  private readonly created = new Map<string, string>();
  private readonly narrowed = new Map<string, string>();
  private readonly clients = new Map<string, Set<string>>();

  /**
   * A construct locks a namespace down. Twice is refused: NetworkPolicies add up, so a second policy could only open what the
   * first one closes.
   *
   * @throws InputError
   */
  public lockDown(namespace: string, owner: string): void {
    const other = this.lockedDown.get(namespace);
    if (other !== undefined) {
      throw new InputError({
        problem: `namespace ${namespace} is locked down twice`,
        got: [other, owner],
        allowed: 'one lockdown per namespace',
        fix: 'remove it from one of the two, and open what else it needs with allow: [EgressPeer.gateway(...)]',
      });
    }
    refuseLockedGateway(namespace, this.gateways.get(namespace), owner);
    this.lockedDown.set(namespace, owner);
  }

  /** A lockdown leads a namespace to a gateway, told by {@link gatewayKey}. */
  public lead(namespace: string, gateway: string): void {
    this.clients.set(gateway, (this.clients.get(gateway) ?? new Set()).add(namespace));
  }

  /** The namespaces that lockdowns lead to a gateway, sorted. */
  public ledTo(gateway: string): readonly string[] {
    return [...(this.clients.get(gateway) ?? [])].sort();
  }

  /** Whether a construct locks the namespace down. */
  public isLockedDown(namespace: string): boolean {
    return this.lockedDown.has(namespace);
  }

  /** Whether a construct locks any namespace down. */
  public locksDownAny(): boolean {
    return this.lockedDown.size > 0;
  }

  /**
   * A construct narrows what the sidecars of a namespace know.
   *
   * @throws InputError where another one does: Istio takes one Sidecar per namespace
   */
  public narrow(namespace: string, owner: string): void {
    const other = this.narrowed.get(namespace);
    if (other !== undefined) {
      throw new InputError({
        problem: `namespace ${namespace} has two sidecar configurations`,
        got: [other, owner],
        allowed: 'one EgressSidecar per namespace: istio takes one and ignores the other',
        fix: 'remove the namespace from one of the two, and put the hosts of both into the other',
      });
    }
    this.narrowed.set(namespace, owner);
  }

  /**
   * A gateway lives in a namespace.
   *
   * @throws InputError where that is locked down
   */
  public live(namespace: string, gateway: string): void {
    refuseLockedGateway(namespace, gateway, this.lockedDown.get(namespace));
    this.gateways.set(namespace, gateway);
  }

  /**
   * A construct writes a namespace's Namespace object.
   *
   * @param option the property that asks for it
   * @throws InputError where another one does, or others live in the namespace
   */
  public create(namespace: string, owner: string, option: string): void {
    refuseCreating(namespace, option);
    const other = this.created.get(namespace);
    if (other !== undefined) {
      throw new InputError({
        problem: `namespace ${namespace} is created twice`,
        got: [other, owner],
        allowed: 'one construct that creates it',
        fix: `leave ${option} out of one of the two`,
      });
    }
    this.created.set(namespace, owner);
  }
}

function refuseLockedGateway(namespace: string, gateway: string | undefined, lockdown: string | undefined): void {
  if (gateway === undefined || lockdown === undefined) return;
  throw new InputError({
    problem: `namespace ${namespace} is a gateway's own, and locked down`,
    got: [gateway, lockdown],
    allowed: 'namespaces of applications: a locked-down gateway reaches nothing',
    fix: `remove ${namespace} from namespaces`,
  });
}
