import { EgressError } from '../input/egress-error';

/** The part of cdk8s-plus' `IServiceAccount` that is read: the same from cdk8s-plus-28 to cdk8s-plus-33. */
interface ServiceAccount {
  readonly kind: 'ServiceAccount';
  toSubjectConfiguration(): { readonly name: string; readonly namespace?: string };
}

/**
 * Returns the namespace and the name of a service account of cdk8s-plus, which is recognized by its shape.
 *
 * @throws EgressError
 */
export function serviceAccountOf(value: unknown): { readonly namespace: string; readonly name: string } {
  if (!isServiceAccount(value)) {
    throw EgressError.of({
      code: 'EGR0103',
      problem: 'serviceAccount must be a ServiceAccount of cdk8s-plus',
      got: value,
      allowed: 'an IServiceAccount of cdk8s-plus-28 to cdk8s-plus-33',
      fix: "write EgressSource.serviceAccount('payments', 'default') to name a service account by text",
    });
  }
  const { namespace, name } = value.toSubjectConfiguration();
  if (namespace !== undefined) return { namespace, name };
  throw EgressError.of({
    code: 'EGR0123',
    problem: `serviceAccount ${name} must have a namespace`,
    got: namespace,
    allowed: 'a ServiceAccount with metadata.namespace, or in a chart with a namespace',
    fix: `write metadata: { namespace: 'payments' } in the properties of ServiceAccount ${name}`,
  });
}

function isServiceAccount(value: unknown): value is ServiceAccount {
  const { kind, toSubjectConfiguration } = (value ?? {}) as Partial<ServiceAccount>;
  return kind === 'ServiceAccount' && typeof toSubjectConfiguration === 'function';
}
