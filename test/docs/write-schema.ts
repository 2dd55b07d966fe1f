/** Writes `egress-allow-list.schema.json` from the forms by which files are read: `npm run schema`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSchema } from '../../lib/allow-list/json-schema';

const ROOT = join(__dirname, '..', '..');
export const SCHEMA = join(ROOT, 'egress-allow-list.schema.json');

/** Returns the file: the schema, with the first paragraph of the doc comment of each property of a row. */
export function render(): string {
  const docs = docsOf(join(ROOT, 'lib/allow-list/egress-allow-list-row.ts'));
  const schema = JSON.parse(JSON.stringify(fileSchema())) as {
    definitions: Record<string, { properties: Record<string, { description?: string }> }>;
  };
  for (const { properties } of Object.values(schema.definitions)) {
    for (const [name, property] of Object.entries(properties)) property.description = docs.get(name);
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** Returns the first paragraphs of the doc comments of an interface, by property. */
function docsOf(file: string): ReadonlyMap<string, string> {
  const comments = readFileSync(file, 'utf8').matchAll(/\/\*\*\s+((?:(?!\*\/).)*)\*\/\s+readonly (\w+)/gs);
  return new Map(
    [...comments].map(([, comment = '', name = '']) => {
      const text = comment.replace(/^\s*\* ?/gm, '').replace(/\n@.*$/s, '');
      return [name, text.replace(/\s+/g, ' ').trim()];
    }),
  );
}

if (require.main === module) writeFileSync(SCHEMA, render());
