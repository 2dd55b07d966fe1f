/** The JSON Schema in the package is that of the reader, and refuses what the reader refuses by its form. */
import Ajv from 'ajv';
import { App, Chart } from 'cdk8s';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EgressAllowList, EgressChecks } from '../../lib';
import { inFileWords } from '../../lib/allow-list/file-words';
import { render, SCHEMA } from './write-schema';

const ROOT = join(__dirname, '../..');
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

function dataOf(file: string): { rows: { name?: string }[] } {
  return parse(readFileSync(join(ROOT, file), 'utf8')) as { rows: { name?: string }[] };
}

test('the schema is what `npm run schema` writes', () => {
  expect(readFileSync(SCHEMA, 'utf8')).toBe(render());
});

test('every property of a row has a description', () => {
  const { definitions } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as {
    definitions: Record<string, { properties: Record<string, { description?: string }> }>;
  };
  const all = Object.values(definitions).flatMap(({ properties }) => Object.entries(properties));
  expect(all.filter(([, { description }]) => !description)).toEqual([]);
});

test('the schema accepts examples/allow-list', () => {
  validate(dataOf('examples/allow-list/egress.yaml'));
  expect(validate.errors).toBeNull();
});

/** The rows whose mistake is no matter of form: a rule of the construct, or of several properties. */
const OF_RULES = [
  ...['Capital Letters', 'no-port', 'expired', 'url', 'one-label', 'in-the-cluster', 'metadata', 'repeated-host'],
  ...['no-target', 'target-of-one-host', 'wildcard-as-target', 'two-hosts', 'no-source', 'malformed-source'],
  ...['lower-case-method', 'query-in-path', 'port-of-istio', 'tls-in-http', 'http-in-tls', 'plaintext-start'],
  ...['direct-port', 'address-of-the-mesh', 'range-as-address', 'no-addresses', 'both-addresses', 'http-by-address'],
  ...['no-port-for-ranges', 'range-of-metadata', 'two-bundles', 'plain-credential', 'not-removed', 'two-protocols'],
  ...['nothing-to-resolve', 'first', 'second', 'everyone'],
];

test('the schema refuses each mistake of form', () => {
  const { rows } = dataOf('test/unit/allow-list/mistakes.yaml');
  const accepted = rows.filter((row) => validate({ gateway: {}, rows: [row] }));
  expect(accepted.map(({ name }) => name)).toEqual(OF_RULES);
});

describe('the guide', () => {
  const guide = readFileSync(join(ROOT, 'docs/guide/allow-lists.md'), 'utf8');

  test('has a file that the schema and the library accept', () => {
    const [, file = ''] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    validate(parse(file));
    expect(validate.errors).toBeNull();
    const folder = mkdtempSync(join(tmpdir(), 'allow-list-'));
    writeFileSync(join(folder, 'egress.yaml'), file);
    const chart = new Chart(new App(), 'egress');
    const list = EgressAllowList.fromFile(chart, 'list', { file: join(folder, 'egress.yaml') });
    rmSync(folder, { recursive: true });
    expect(list.routes).toHaveLength(3);
    expect(EgressChecks.of(chart).findings()).toEqual([]);
  });

  test('has values of files that mean those of programs', () => {
    const [, table = ''] = /\n## Values\n+(.*?)\n\n/s.exec(guide) ?? [];
    const rows = [...table.matchAll(/^\| `(.*?)`\s+\| `(.*?)`/gm)].map(([, program = '', file = '']) => ({
      program,
      file,
    }));
    expect(rows.length).toBeGreaterThan(5);
    for (const { program, file } of rows) expect(parse(inFileWords(program))).toEqual(parse(file));
  });
});
