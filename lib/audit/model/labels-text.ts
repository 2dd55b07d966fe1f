import { Labels } from './labels';

/** Returns labels as YAML: `{ app: api, version: "1" }`. */
export function labelsText(labels: Labels): string {
  const texts = Object.entries(labels).map(([key, value]) => `${key}: ${valueText(value)}`);
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

/** YAML reads other values as numbers, booleans or nothing. */
function valueText(value: string): string {
  const isText = /^[a-z][\w./-]*$/i.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isText ? value : JSON.stringify(value);
}
