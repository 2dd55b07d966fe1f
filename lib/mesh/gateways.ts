import { compare } from '../input/compare';
import { GatewayModel, gatewayKey } from './gateway';
import { SecretKey } from './http-credential-model';
import { sortedByOwner } from './sorted-by-owner';

/**
 * The owner of a gateway: a construct of the app that deploys the gateway (`deployed`), an installation of Istio that the app
 * describes (`installed`), or an owner outside the app (`imported`).
 */
export type Ownership = 'deployed' | 'installed' | 'imported';

/** A construct that describes a gateway. */
export interface GatewayDescription {
  /** Path of the construct. */
  readonly owner: string;
  readonly model: GatewayModel;
  readonly ownership: Ownership;
  /** Whether the gateway can read Secrets: its deployment sets `readSecrets`, or the owner of the gateway is not the app. */
  readonly canReadSecrets: boolean;
  /** The values of Secrets that the pods mount, as the construct declares them. */
  readonly secretKeys: readonly SecretKey[];
}

/**
 * The gateways that the constructs of a mesh describe. Several constructs may describe one gateway: the construct of the platform,
 * and `EgressGateway.fromEgressGatewayAttributes` of a team.
 */
export class Gateways {
  private readonly byKey = new Map<string, GatewayDescription[]>();

  /** @param changed called after each description */
  public constructor(private readonly changed: () => void) {}

  /** Adds a description. */
  public add(description: GatewayDescription): void {
    const key = gatewayKey(description.model);
    this.byKey.set(key, [...sortedByOwner([...this.descriptionsOf(key), description])]);
    this.changed();
  }

  /** The first description of every gateway, sorted by namespace and name. */
  public get all(): readonly GatewayDescription[] {
    return [...this.byKey].sort(([a], [b]) => compare(a, b)).flatMap(([, [first]]) => first ?? []);
  }

  /** Every description, sorted by gateway and construct. */
  public get descriptions(): readonly GatewayDescription[] {
    return [...this.byKey].sort(([a], [b]) => compare(a, b)).flatMap(([, descriptions]) => descriptions);
  }

  /** Returns whether pods of a gateway are in a namespace. */
  public haveNamespace(namespace: string): boolean {
    return [...this.byKey.values()].some(([first]) => first?.model.namespace === namespace);
  }

  /** Returns every description of a gateway, sorted by the path of the construct. */
  public descriptionsOf(key: string): readonly GatewayDescription[] {
    return this.byKey.get(key) ?? [];
  }

  /** Returns the description by a construct that owns the gateway; undefined if the owner is outside the app. */
  public ownDescription(key: string): GatewayDescription | undefined {
    return this.descriptionsOf(key).find(({ ownership }) => ownership !== 'imported');
  }

  /** Returns whether the owner of a gateway is outside the app, so that other apps may have routes through it. */
  public isImported(key: string): boolean {
    return this.ownDescription(key) === undefined;
  }
}
