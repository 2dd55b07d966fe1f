/** Files of allow-lists: what is written is what is read, and every file gives manifests or errors with places in the file. */
import { App, Chart, Testing } from 'cdk8s';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { EgressAllowList, EgressChecks, FindingLevel } from '../../lib';
import { FILE_FORMS } from '../../lib/allow-list/file-forms';
import { Form, textsOf } from '../../lib/allow-list/form';
import { readDataFile } from '../../lib/allow-list/read-file';
import { KIND_FORMS } from '../../lib/allow-list/row-forms';
import { EgressError } from '../../lib/input/egress-error';
import { stderrOfEachTest } from '../unit/help';

stderrOfEachTest();

const folder = mkdtempSync(join(tmpdir(), 'allow-list-'));
const FILE = join(folder, 'egress.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

/** A text as somebody may write it. */
const text = fc.oneof(
  fc.constantFrom(
    'a.example.com',
    '*.example.com',
    'TLS',
    'orders',
    '203.0.113.1',
    '10.0.0.0/8',
    '5s',
    'on',
    '0o7',
    '~',
    '!x',
  ),
  fc.string({ maxLength: 8, unit: 'grapheme-ascii' }),
);

/** Returns the values of a form. */
function valuesOf(form: Form): fc.Arbitrary<unknown> {
  switch (form.kind) {
    case 'text':
    case 'date':
      return text;
    case 'number':
      return fc.integer({ min: -1, max: 70_000 });
    case 'boolean':
      return fc.boolean();
    case 'duration':
      return fc.constantFrom('5s', '1m', '250ms', '1.5h');
    case 'choice':
      return fc.constantFrom(...Object.values(form.members));
    case 'list':
      return fc.array(valuesOf(form.item), { maxLength: 2 });
    case 'map':
    case 'data':
      return fc.dictionary(text, text, { maxKeys: 2 });
    case 'struct':
      return recordOf(form.properties, form.required);
    case 'value': {
      const objects = Object.entries(form.factories).flatMap(([name, { argument }]) =>
        argument === undefined ? [] : [recordOf({ [name]: argument }, [name])],
      );
      return fc.oneof(fc.constantFrom(...textsOf(form), 'none'), ...objects);
    }
  }
}

function recordOf(forms: Readonly<Record<string, Form>>, required: readonly string[]): fc.Arbitrary<unknown> {
  const values = Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, valuesOf(form)]));
  return fc.record(values, { requiredKeys: required as never[] });
}

const rows = fc.array(fc.oneof(...Object.values(KIND_FORMS).map(valuesOf)), { maxLength: 4 });
const data = fc.record(
  { ...Object.fromEntries(Object.entries(FILE_FORMS).map(([name, form]) => [name, valuesOf(form)])), rows },
  { requiredKeys: ['rows' as never] },
);

/** Reads a file. Returns the findings, all with places in the file, or none for a file with manifests. */
function findingsIn(source: string): readonly string[] {
  writeFileSync(FILE, source);
  const chart = new Chart(new App(), 'egress', { namespace: 'default' });
  try {
    EgressAllowList.fromFile(chart, 'list', { file: FILE, today: '2026-11-29' });
    const errors = EgressChecks.of(chart)
      .findings()
      .filter(({ level }) => level === FindingLevel.ERROR);
    if (errors.length === 0) expect(Testing.synth(chart)).not.toEqual([]);
    return errors.map(({ location = '' }) => location);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return error.findings.map(({ location = '' }) => location);
  }
}

function isInFile(location: string, source: string): boolean {
  const [, line = 0, column = 0] = (/^.*:(\d+):(\d+)$/.exec(location) ?? []).map(Number);
  const lines = source.split('\n');
  return line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1;
}

test('data that is written as YAML or JSON is read as the same data', () => {
  fc.assert(
    fc.property(data, fc.boolean(), (written, isJson) => {
      writeFileSync(FILE, isJson ? JSON.stringify(written) : stringify(written));
      expect(readDataFile(FILE).data).toEqual(written);
    }),
  );
});

test('every data of the form of a file gives manifests, or errors with places in the file', () => {
  fc.assert(
    fc.property(data, (written) => {
      const source = stringify(written);
      expect(findingsIn(source).filter((location) => !isInFile(location, source))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

const EXAMPLE = readFileSync(join(__dirname, '../../examples/allow-list/egress.yaml'), 'utf8');

test('the example with another text anywhere gives manifests, or errors with places in the file', () => {
  const change = fc.tuple(
    fc.nat(EXAMPLE.length),
    fc.nat(12),
    fc.oneof(text, fc.constantFrom('\n', ': ', '- ', '{', ']', '&a ', '*orders', '"')),
  );
  fc.assert(
    fc.property(change, ([at, length, inserted]) => {
      const source = `${EXAMPLE.slice(0, at)}${inserted}${EXAMPLE.slice(at + length)}`;
      expect(findingsIn(source).filter((location) => !isInFile(location, source))).toEqual([]);
    }),
    { numRuns: 60, examples: [[[EXAMPLE.indexOf('{\n      name: bastion'), 1, '$']]] },
  );
});

test('the example with a row of another value gives errors', () => {
  const example = parse(EXAMPLE) as { rows: object[] };
  fc.assert(
    fc.property(fc.nat(example.rows.length - 1), fc.jsonValue({ maxDepth: 2 }), (index, value) => {
      const changed = { ...example, rows: example.rows.map((row, each) => (each === index ? value : row)) };
      expect(findingsIn(JSON.stringify(changed))).not.toEqual([]);
    }),
    { numRuns: 20 },
  );
});
