import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { EgressError } from '../input/egress-error';
import { parseDnsLabel, parseDnsSubdomain } from '../input/kubernetes-name';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';

/**
 * A platform subject: a user, group or service account that applies the platform's manifests. An `EgressAdmissionPolicy` treats every
 * other subject as a tenant. If one pipeline applies manifests of the platform and of tenants, the policies do not restrict these
 * tenants: use a separate identity for tenants.
 *
 * @example
 * new EgressAdmissionPolicy(chart, 'admission', {
 *   gateway,
 *   deployers: [Subject.serviceAccount('argocd', 'argocd-application-controller'), Subject.group('platform')],
 * });
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/
 */
export class Subject {
  /**
   * Returns a user, by the name in the API server.
   * @throws EgressError for an empty name, and for a name that tenants have too
   */
  public static user(name: string): Subject {
    return inFactory('Subject.user', () => {
      return new Subject('user', parseName('user', name));
    });
  }

  /**
   * Returns a group of users.
   * @throws EgressError for an empty name, and for a group that includes tenants
   */
  public static group(name: string): Subject {
    return inFactory('Subject.group', () => {
      return new Subject('group', parseName('group', name));
    });
  }

  /**
   * Returns a service account, such as that of a pipeline in the cluster. The namespace must not be a tenant's.
   * @throws EgressError for a malformed namespace or name
   */
  public static serviceAccount(namespace: string, name: string): Subject {
    return inFactory('Subject.serviceAccount', () => {
      const parts = [parseDnsLabel('namespace', namespace), parseDnsSubdomain('service account', name)];
      return new Subject('user', `${SERVICE_ACCOUNT}${parts.join(':')}`);
    });
  }

  /** Returns whether a value is a `Subject`. */
  public static isSubject(value: unknown): value is Subject {
    return isMarked(value, 'Subject');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _kind: 'user' | 'group',
    /** Name in the API server. */
    public readonly name: string,
  ) {
    mark(this, 'Subject');
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
  if (typeof name !== 'string' || name === '') return refuse(`${what} must have a name`);
  if (/^\s|\s$|[\t\n]/.test(name)) return refuse(`${what} cannot begin or end with a blank`);
  assertText(what, name);
  if (COMMON_NAMES.includes(name)) return refuse(`${what} cannot be ${name}, which includes tenants`);
  return name;
}
