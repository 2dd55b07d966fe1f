import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { EgressError } from '../input/egress-error';
import { parseDnsLabel, parseDnsSubdomain } from '../input/kubernetes-name';
import { assertLiteral } from '../input/token';

/**
 * A platform subject: a user, group or service account that applies the platform's manifests. An `EgressAdmissionPolicy` treats every
 * other subject as a tenant. If one pipeline applies manifests of the platform and of tenants, the policies do not restrict these
 * tenants: use a separate identity for tenants.
 *
 * @example
 * new EgressAdmissionPolicy(chart, 'admission', {
 *   gateway,
 *   deployers: [Deployer.serviceAccount('argocd', 'argocd-application-controller'), Deployer.group('platform')],
 * });
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/
 */
export class Deployer {
  /**
   * Returns a user, by the name in the API server.
   * @throws EgressError for an empty name, and for a name that tenants have too
   */
  public static user(name: string): Deployer {
    return inFactory('Deployer.user', () => {
      return new Deployer('user', parseName('user', name));
    });
  }

  /**
   * Returns a group of users.
   * @throws EgressError for an empty name, and for a group that includes tenants
   */
  public static group(name: string): Deployer {
    return inFactory('Deployer.group', () => {
      return new Deployer('group', parseName('group', name));
    });
  }

  /**
   * Returns a service account, such as that of a pipeline in the cluster. The namespace must not be a tenant's.
   * @throws EgressError for a malformed namespace or name
   */
  public static serviceAccount(namespace: string, name: string): Deployer {
    return inFactory('Deployer.serviceAccount', () => {
      const parts = [parseDnsLabel('namespace', namespace), parseDnsSubdomain('service account', name)];
      return new Deployer('user', `${SERVICE_ACCOUNT}${parts.join(':')}`);
    });
  }

  /** Returns whether a value is a `Deployer`. */
  public static isDeployer(value: unknown): value is Deployer {
    return isMarked(value, 'Deployer');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _kind: 'user' | 'group',
    /** Name in the API server. */
    public readonly name: string,
  ) {
    mark(this, 'Deployer');
  }

  /** The namespace whose pods can have this identity: of a service account, or of the group of a namespace's accounts. @internal */
  public get _namespace(): string | undefined {
    const [, namespace] = /^system:serviceaccounts?:([^:]+)(:|$)/.exec(this.name) ?? [];
    return namespace;
  }

  /** Returns a description for messages. */
  public toString(): string {
    return `${this._kind} ${this.name}`;
  }
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** Names that include tenants. */
const COMMON_NAMES: readonly string[] = [
  'system:anonymous',
  'system:authenticated',
  'system:serviceaccounts',
  'system:unauthenticated',
];

function parseName(what: string, name: string): string {
  assertLiteral(what, name);
  const refuse = (problem: string): never => {
    throw EgressError.of({
      code: 'EGR0703',
      problem,
      got: name,
      allowed: 'a name that tenants do not have',
      fix: `write the ${what} that applies the manifests, as "kubectl auth whoami" shows it`,
    });
  };
  if (typeof name !== 'string' || name.trim() === '') return refuse(`${what} must have a name`);
  if (COMMON_NAMES.includes(name)) return refuse(`${what} cannot be ${name}, which includes tenants`);
  return name;
}
