/** Readers of YAML 1.1 and 1.2: the package `yaml` in both modes. `test/conformance/go/kubernetes` has kubectl's reader. */
import { Yaml } from 'cdk8s';
import { parseDocument } from 'yaml';

/** The texts that were read, as most objects have the same ones: as keys, and as values. */
const read = { key: new Map<string, boolean>(), value: new Map<string, boolean>() };

/** Returns whether readers of YAML 1.1 and of YAML 1.2 read every text and every key of a value as cdk8s was given it. */
export function isReadAlike(value: unknown): boolean {
  if (typeof value === 'string') return isTextReadAlike('value', value);
  if (Array.isArray(value)) return value.every(isReadAlike);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isTextReadAlike('key', key) && isReadAlike(inner));
}

function isTextReadAlike(as: keyof typeof read, text: string): boolean {
  const found = read[as].get(text) ?? isDocumentReadAlike(as === 'key' ? { [text]: 'a' } : { a: text, b: [text] });
  read[as].set(text, found);
  return found;
}

/** Returns whether both readers return the value that cdk8s wrote. */
function isDocumentReadAlike(value: object): boolean {
  const yaml = Yaml.stringify(value);
  return (['1.1', '1.2'] as const).every((version) => {
    const document = parseDocument(yaml, { version });
    return document.errors.length === 0 && JSON.stringify(document.toJS()) === JSON.stringify(value);
  });
}
