import { InputError } from '../input/input-error';
import { parseDnsLabel } from '../input/namespace';
import { parseDnsSubdomain } from '../input/dns-subdomain';
import { refuseToken } from '../input/token';

/**
 * Who applies what the platform writes: a pipeline's account, the people who may. To an `EgressAdmissionPolicy` everybody else is
 * a tenant. A pipeline that also applies what tenants write lets them pass with it: give those one of their own.
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
   * A user, as the API server calls it.
   * @throws Error for an empty name, and for a name that everybody may have
   */
  public static user(name: string): Deployer {
    return new Deployer('user', parseName('user', name));
  }

  /**
   * A group of users.
   * @throws Error for an empty name, and for a group that everybody is in
   */
  public static group(name: string): Deployer {
    return new Deployer('group', parseName('group', name));
  }

  /**
   * A service account: of a pipeline that runs in the cluster, in a namespace that is no tenant's.
   * @throws Error for a malformed namespace or name
   */
  public static serviceAccount(namespace: string, name: string): Deployer {
    const parts = [parseDnsLabel('namespace', namespace), parseDnsSubdomain('service account', name)];
    return new Deployer('user', `${SERVICE_ACCOUNT}${parts.join(':')}`);
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _kind: 'user' | 'group',
    /** Its name, as the API server has it. */
    public readonly name: string,
  ) {}

  /** The namespace whose pods may have this identity: of a service account, or of the group of all of a namespace. @internal */
  public get _namespace(): string | undefined {
    const [, namespace] = /^system:serviceaccounts?:([^:]+)(:|$)/.exec(this.name) ?? [];
    return namespace;
  }

  /** For people. */
  public toString(): string {
    return `${this._kind} ${this.name}`;
  }
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** Names that say nothing of who somebody is. */
const EVERYBODY: readonly string[] = [
  'system:anonymous',
  'system:authenticated',
  'system:serviceaccounts',
  'system:unauthenticated',
];

function parseName(what: string, name: string): string {
  refuseToken(what, name);
  const refuse = (problem: string): never => {
    throw new InputError({
      problem,
      got: name,
      allowed: 'a name that tenants do not have',
      fix: `write the ${what} of whoever applies the manifests: kubectl auth whoami`,
    });
  };
  if (typeof name !== 'string' || name.trim() === '') return refuse(`${what} has no name`);
  if (EVERYBODY.includes(name)) return refuse(`${what} ${name} is everybody`);
  return name;
}
