import { InputError } from './input-error';
import { refuseToken } from './token';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads the name of a namespace or a Service: a DNS-1123 label of at most 63 characters.
 *
 * @param what how the error names it: `namespace`, `service name`
 * @throws InputError
 */
export function parseDnsLabel(what: string, value: string): string {
  refuseToken(what, value);
  if (typeof value !== 'string' || value.length > 63 || !DNS_LABEL.test(value)) {
    throw new InputError({
      problem: `${what} is not a dns-1123 label`,
      got: value,
      allowed: 'lower case letters, digits and inner hyphens, at most 63 characters',
      fix: `write the ${what} as kubectl shows it`,
    });
  }
  return value;
}

/**
 * Reads a list of namespaces: at least one, no duplicates; sorted, since their order means nothing.
 *
 * @throws InputError
 */
export function parseNamespaces(values: readonly string[]): readonly string[] {
  refuseToken('namespace', values);
  if (!Array.isArray(values) || values.length === 0) {
    throw new InputError({
      problem: Array.isArray(values) ? 'namespaces is empty' : 'namespaces is not a list',
      got: values,
      allowed: 'one namespace or more',
      fix: 'write namespaces: ["payments"]',
    });
  }
  const seen = new Set<string>();
  for (const value of values as readonly string[]) {
    const namespace = parseDnsLabel('namespace', value);
    if (seen.has(namespace)) {
      throw new InputError({
        problem: `namespace ${namespace} stands in namespaces twice`,
        got: values,
        allowed: 'each namespace once',
        fix: 'remove one of the two',
      });
    }
    seen.add(namespace);
  }
  return [...seen].sort();
}

/**
 * The same of a list that may be left out, or be empty.
 *
 * @throws InputError
 */
export function parseOptionalNamespaces(values: readonly string[] | undefined): readonly string[] {
  return values === undefined || (Array.isArray(values) && values.length === 0) ? [] : parseNamespaces(values);
}

/** Namespaces that belong to the cluster or to Istio's installation, never to an application of this library. */
export const SYSTEM_NAMESPACES: readonly string[] = ['istio-system', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * Refuses to write a Namespace object for a namespace that others live in: deleting the manifests would delete it.
 *
 * @param option the property that asks for it
 * @throws InputError
 */
export function refuseCreating(namespace: string, option: string): void {
  if (!SYSTEM_NAMESPACES.includes(namespace) && namespace !== 'default') return;
  throw new InputError({
    problem: `namespace ${namespace} is not this app's to create`,
    got: namespace,
    allowed: 'namespaces of the app alone: deleting the manifests deletes them with all that is in them',
    fix: `use a namespace of its own, or leave ${option} out`,
  });
}

/**
 * Refuses namespaces that are not an application's.
 *
 * @throws InputError
 */
export function refuseSystemNamespaces(namespaces: readonly string[]): void {
  const system = namespaces.find((namespace) => SYSTEM_NAMESPACES.includes(namespace));
  if (system === undefined) return;
  throw new InputError({
    problem: `namespace ${system} is the cluster's or istio's`,
    got: namespaces,
    allowed: "namespaces of applications: in istio's root namespace it would be for the whole mesh",
    fix: `remove ${system} from namespaces`,
  });
}
