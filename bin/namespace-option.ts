import { isNamespaceName } from '../lib/audit/model/export-to';
import { Arguments, textOf, UsageError } from './command';

/** Returns the value of `--namespace`. @throws UsageError for a name that no namespace can have */
export function namespaceOf(args: Arguments): string | undefined {
  const name = textOf(args, 'namespace');
  if (name === undefined || isNamespaceName(name)) return name;
  throw new UsageError(`--namespace must be the name of a namespace: got "${name}"; fix: write --namespace payments`);
}
