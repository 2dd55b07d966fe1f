/** Requests to the API server, each with its expected outcome. Every request is a dry run. */

/** The user with every permission in the namespaces of the workloads, by RBAC. */
export const TENANT = 'tenant';

export interface Wish {
  /** A noun phrase for the report: `a pod on the node's network`. */
  readonly what: string;
  /** The user; the administrator without it. */
  readonly as?: string;
  /** Arguments of kubectl; `{pod:namespace/deployment}` stands for the name of a running pod. */
  readonly kubectl: readonly string[];
  /** The standard input of kubectl. */
  readonly input?: object;
  /** Words of the policy that must refuse the request. Without words, the API server must admit it. */
  readonly refused?: string;
  /** Whether an admitted request may end in another error: the replacement of the kubelet serves no `exec`. */
  readonly unfinished?: boolean;
}

/** A request to the API server without its expected outcome. */
export class Wished {
  public constructor(private readonly wish: Omit<Wish, 'refused'>) {}

  /** Expects that a policy refuses the request, with these words in its message. */
  public isRefused(words: string): Wish {
    return { ...this.wish, refused: words };
  }

  /** Expects that no policy refuses the request. */
  public isAdmitted(): Wish {
    return this.wish;
  }

  /** Returns the same request of another user, or of the administrator. */
  public by(user?: string): Wished {
    return new Wished({ ...this.wish, as: user });
  }
}

/** Returns the request of a tenant to create an object. */
export function creates(what: string, object: object): Wished {
  return new Wished({ what, as: TENANT, kubectl: ['create', '--dry-run=server', '-f', '-'], input: object });
}

/** Returns the request of a tenant to change an existing object. */
export function changes(what: string, target: readonly string[], patch: object): Wished {
  const kubectl = ['patch', '--dry-run=server', ...target, '--type=merge', '--patch', JSON.stringify(patch)];
  return new Wished({ what, as: TENANT, kubectl });
}

/** Returns the request of a tenant to delete an existing object. */
export function deletes(what: string, ...target: readonly string[]): Wished {
  return new Wished({ what, as: TENANT, kubectl: ['delete', '--dry-run=server', ...target] });
}

/** Returns another request of a tenant, as arguments of kubectl. */
export function asks(what: string, ...kubectl: readonly string[]): Wished {
  return new Wished({ what, as: TENANT, kubectl });
}

/** Returns the request of a tenant to enter a container, which ends in an error once it is admitted. */
export function enters(what: string, ...kubectl: readonly string[]): Wished {
  return new Wished({ what, as: TENANT, kubectl, unfinished: true });
}
