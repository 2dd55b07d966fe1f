/** What somebody asks of the API server, and what must become of it. Nothing of it is kept. */

/** Somebody who may do everything in the namespaces of the workloads, as far as RBAC goes. */
export const TENANT = 'tenant';

export interface Wish {
  /** For people: `a pod on the node's network`. */
  readonly what: string;
  /** The user; the administrator without it. */
  readonly as?: string;
  /** Arguments of kubectl; `{pod:namespace/deployment}` stands for the name of a running pod. */
  readonly kubectl: readonly string[];
  /** What kubectl reads. */
  readonly input?: object;
  /** Words of the policy that must refuse it; it must be admitted without any. */
  readonly refused?: string;
  /** Whether it may end in another error once it is admitted: nothing here takes an `exec`. */
  readonly unfinished?: boolean;
}

/** A wish, for what must become of it. */
export class Wished {
  public constructor(private readonly wish: Omit<Wish, 'refused'>) {}

  /** A policy refuses it, in words with these in them. */
  public isRefused(words: string): Wish {
    return { ...this.wish, refused: words };
  }

  /** No policy refuses it. */
  public isAdmitted(): Wish {
    return this.wish;
  }

  /** The same, of another user; of the administrator without one. */
  public by(user?: string): Wished {
    return new Wished({ ...this.wish, as: user });
  }
}

/** A tenant makes an object. */
export function creates(what: string, object: object): Wished {
  return new Wished({ what, as: TENANT, kubectl: ['create', '--dry-run=server', '-f', '-'], input: object });
}

/** A tenant changes an object that is there. */
export function changes(what: string, target: readonly string[], patch: object): Wished {
  const kubectl = ['patch', '--dry-run=server', ...target, '--type=merge', '--patch', JSON.stringify(patch)];
  return new Wished({ what, as: TENANT, kubectl });
}

/** A tenant deletes an object that is there. */
export function deletes(what: string, ...target: readonly string[]): Wished {
  return new Wished({ what, as: TENANT, kubectl: ['delete', '--dry-run=server', ...target] });
}

/** A tenant does something else with kubectl. */
export function asks(what: string, ...kubectl: readonly string[]): Wished {
  return new Wished({ what, as: TENANT, kubectl });
}

/** A tenant wants to be let into a container; nothing here would let him. */
export function enters(what: string, ...kubectl: readonly string[]): Wished {
  return new Wished({ what, as: TENANT, kubectl, unfinished: true });
}
