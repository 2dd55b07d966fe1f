import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { lineOf } from '../../../../lib/audit/manifest/line-of';
import { nameOf } from '../../../../lib/audit/manifest/manifest';
import { MAX_FILE_SIZE, Reading, readManifests } from '../../../../lib/audit/manifest/read-manifests';
import { readDocument } from '../../../../lib/audit/manifest/read-document';
import { KUBECTL_VALUES } from './kubectl-values';

const read = (...texts: readonly string[]): Reading =>
  readManifests(texts.map((text, index) => ({ file: `${index + 1}.yaml`, text })));

/** Each problem in a line: `1.yaml:3 EGR3901 message`. */
const problemsOf = ({ problems }: Reading): readonly string[] =>
  problems.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`);

const namesOf = ({ manifests }: Reading): readonly string[] => manifests.map(nameOf);

const object = (name: string, kind = 'ServiceEntry'): string =>
  `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: egress\nspec:\n  hosts: [${name}.example.com]\n`;

test.each(Object.entries(KUBECTL_VALUES))('the value %j is read as kubectl reads it', (text, value) => {
  expect(readDocument('a.yaml', { text: `a: ${text}\n`, offset: 0, line: 1 }).value).toEqual({ a: value });
});

describe('objects of files', () => {
  test.each([
    ['with markers', [`${object('a')}---\n${object('b')}`]],
    ['with comments behind markers', [`--- # first\n${object('a')}--- # second\n${object('b')}---\n`]],
    ['with the end marker', [`${object('a')}...\n---\n${object('b')}`]],
    ['with a directive', [`%YAML 1.1\n---\n${object('a')}---\n${object('b')}`]],
    [
      'with a byte order mark and line ends of Windows',
      [`\uFEFF${object('a')}---\n${object('b')}`.replaceAll('\n', '\r\n')],
    ],
    ['of several files', [object('a'), object('b')]],
    ['in a List', [stringify({ apiVersion: 'v1', kind: 'List', items: [named('a'), named('b')] })]],
    ['in JSON', [JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [named('a'), named('b')] }, null, '\t')]],
    [
      'in a typed list whose items have no kind',
      [
        stringify({
          apiVersion: 'networking.istio.io/v1',
          kind: 'ServiceEntryList',
          items: [{ metadata: { name: 'a', namespace: 'egress' } }, { metadata: { name: 'b', namespace: 'egress' } }],
        }),
      ],
    ],
  ])('%s are read without a problem', (_, texts) => {
    const reading = read(...texts);
    expect(problemsOf(reading)).toEqual([]);
    expect(namesOf(reading)).toEqual(['ServiceEntry egress/a', 'ServiceEntry egress/b']);
    expect(reading.manifests.map(({ apiVersion }) => apiVersion)).toEqual(Array(2).fill('networking.istio.io/v1'));
  });

  function named(name: string): object {
    return { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name, namespace: 'egress' } };
  }

  test('of a marker inside a block text are one object', () => {
    const text = `${object('a')}  note: |\n    ---\n    more\n`;
    expect(read(text).manifests).toMatchObject([{ spec: { note: '---\nmore\n' } }]);
  });
});

describe('a problem', () => {
  test.each<[string, string, string]>([
    [
      'of objects that are joined without a marker has the line of the second object',
      `${object('a')}${object('b')}`,
      '1.yaml:8 EGR3902 the document has a second apiVersion, so that only the values of the last object are applied',
    ],
    [
      'of objects that are joined without a marker has the line of the first key of the second object',
      `${object('a')}kind: ConfigMap\nmetadata:\n  name: b\napiVersion: v1\n`,
      '1.yaml:8 EGR3902 the document has a second kind, so that only the values of the last object are applied',
    ],
    [
      'of a repeated key has its line',
      object('a') + '  hosts: []\n',
      '1.yaml:8 EGR3903 a key is repeated in a mapping, and only its last value applies',
    ],
    [
      'of broken YAML has its line',
      `${object('a')}  ports: [\n---\n${object('b')}`,
      '1.yaml:8 EGR3901 the document is not valid YAML: unexpected end of the stream within a flow collection',
    ],
    [
      'of a tab has its line',
      `${object('a')}\tports: []\n`,
      '1.yaml:8 EGR3901 the document is not valid YAML: tab characters must not be used in indentation',
    ],
    [
      'of a template of Helm is one for the file',
      `{{- if .Values.a }}\n${object('a')}{{- end }}\n---\n{{ include "b" . }}\n${object('b')}`,
      '1.yaml:1 EGR3904 the file is a template of Helm, and no manifest',
    ],
    [
      'of a kind in capitals has the line of the key',
      object('a').replace('kind:', 'Kind:'),
      '1.yaml:2 EGR3905 the object has no kind',
    ],
    [
      'of an apiVersion in small letters has the line of the key',
      object('a').replace('apiVersion:', 'apiversion:'),
      '1.yaml:1 EGR3905 the object has no apiVersion',
    ],
    [
      'of an object without a kind has the line of the object',
      `# none\n${object('a').replace(/kind: .*\n/, '')}`,
      '1.yaml:2 EGR3905 the object has no kind',
    ],
    [
      'of a kind that is no text has the line of the kind',
      object('a', '5'),
      '1.yaml:2 EGR3905 kind must be a text: got 5',
    ],
    [
      'of a misspelt kind has the line of the kind',
      object('a', 'VirtualSerivce'),
      '1.yaml:2 EGR3905 networking.istio.io/v1 has no kind VirtualSerivce',
    ],
    [
      'of a kind in the plural has the line of the kind',
      object('a', 'ServiceEntries'),
      '1.yaml:2 EGR3905 networking.istio.io/v1 has no kind ServiceEntries',
    ],
    [
      'of a kind of another group has the line of the apiVersion',
      object('a', 'AuthorizationPolicy'),
      '1.yaml:1 EGR3905 networking.istio.io/v1 has no kind AuthorizationPolicy',
    ],
    [
      'of a kind of Istio in the core group has the line of the apiVersion',
      object('a').replace('networking.istio.io/v1', 'v1'),
      '1.yaml:1 EGR3905 v1 has no kind ServiceEntry',
    ],
    [
      'of a version that the kind does not have has the line of the apiVersion',
      object('a', 'EnvoyFilter'),
      '1.yaml:1 EGR3905 EnvoyFilter has no apiVersion networking.istio.io/v1',
    ],
    [
      'of an apiVersion without a version has the line of the apiVersion',
      object('a').replace('networking.istio.io/v1', 'networking.istio.io'),
      '1.yaml:1 EGR3905 ServiceEntry has no apiVersion networking.istio.io',
    ],
    [
      'of an item of a List without a kind has the line of the item',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  metadata: { name: a }\n',
      '1.yaml:4 EGR3905 the object has no kind',
    ],
    [
      'of an item of a List that is no object has the line of the item',
      'apiVersion: v1\nkind: List\nitems:\n- text\n',
      '1.yaml:4 EGR3905 the object must be a mapping',
    ],
    [
      'of broken YAML without a kind has its line',
      'apiVersion: v1\nmetadata: [\n',
      '1.yaml:3 EGR3901 the document is not valid YAML: deficient indentation',
    ],
    [
      'of metadata without a name has the line of the metadata',
      'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: egress\n',
      '1.yaml:3 EGR3905 Service: the object has no metadata.name',
    ],
    [
      'of a WasmPlugin without a name has the line of its metadata',
      'apiVersion: extensions.istio.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n  namespace: a\n',
      '1.yaml:3 EGR3905 WasmPlugin: the object has no metadata.name',
    ],
    [
      'of an object without metadata has the line of the object',
      '# none\napiVersion: v1\nkind: Service\n',
      '1.yaml:2 EGR3905 Service: the object has no metadata',
    ],
    [
      'of generateName has its line',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: a-\n',
      '1.yaml:4 EGR3905 Pod: the object has generateName in place of a name, which "kubectl apply" refuses',
    ],
    [
      'of a name that is a number has its line',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: 8080\n',
      '1.yaml:4 EGR3905 Service: metadata.name must be a text: got 8080',
    ],
    [
      'of a name that a template of Helm writes has its line',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: "{{ .Values.name }}"\n',
      '1.yaml:4 EGR3905 Service: metadata.name must be a DNS name in small letters: got "{{ .Values.name }}"',
    ],
    [
      'of a namespace that is no name has its line',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: a_b\n',
      '1.yaml:5 EGR3905 Service: metadata.namespace must be a DNS name in small letters: got "a_b"',
    ],
    [
      'of a template of Helm that is valid YAML without an object has the line of the action',
      '# a library chart\n{{ include "common.networkpolicy" . }}\n',
      '1.yaml:2 EGR3904 the file is a template of Helm, and no manifest',
    ],
    [
      'of a document without an object, with an action in a text, is a note',
      'dashboard: "{{instance}}"\ntext: |\n  {{ .Values.a }}\n',
      '1.yaml:1 EGR3909 the document is no Kubernetes object, and is ignored',
    ],
    [
      'of a label that is a boolean has its line',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    app: a\n    a.b/c: on\n',
      '1.yaml:7 EGR3905 Pod: metadata.labels["a.b/c"] must be a text: got true',
    ],
    [
      'of a hook of Helm is a note at the annotation',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    helm.sh/hook: pre-install\n',
      '1.yaml:6 EGR3908 Service default/a is a hook of Helm, and is read as an object that stays',
    ],
    [
      'of documents that are no objects is one note for the file',
      'a: 1\n---\n- apiVersion\n---\ntext\n---\napiVersion: v2\nname: chart\n---\nimage: [\n',
      '1.yaml:1 EGR3909 the document is no Kubernetes object, and is ignored',
    ],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(read(text))).toEqual([problem]);
  });

  test('of one document leaves the other documents and files', () => {
    const broken = `${object('a')}---\n${object('b')}  ports: [\n---\n${object('c')}`;
    expect(namesOf(read(broken, object('d')))).toEqual([
      'ServiceEntry egress/a',
      'ServiceEntry egress/c',
      'ServiceEntry egress/d',
    ]);
  });

  test('of two manifests for one object names both places, and the later manifest remains', () => {
    const reading = read(object('a'), object('b'), object('a').replace('a.example.com', 'other.example.com'));
    expect(problemsOf(reading)).toEqual([
      '3.yaml:1 EGR3906 ServiceEntry egress/a is also in 1.yaml:1, with other values',
    ]);
    expect(reading.manifests).toMatchObject([{}, { spec: { hosts: ['other.example.com'] } }]);
  });

  test.each([
    ['two equal manifests for one object', [object('a'), object('a')]],
    [
      'a kind that the audit does not read, without a name',
      ['apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'],
    ],
    ['braces in a text', [object('a').replace('spec:', '  annotations: { note: "{{ a }}" }\nspec:')]],
    ['an empty file', ['']],
    ['a file of comments', ['# a\n---\n# b\n']],
  ])('is none for %s', (_, texts) => {
    expect(problemsOf(read(...texts))).toEqual([]);
  });
});

describe('limits', () => {
  test('aliases of aliases are refused, and the other documents are read', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const value =
        level === 0
          ? '[x]'
          : `[${Array(10)
              .fill(`*a${level - 1}`)
              .join(', ')}]`;
      return `a${level}: &a${level} ${value}\n`;
    });
    const reading = read(`${object('a')}${levels.join('')}---\n${object('b')}`);
    expect(problemsOf(reading)).toEqual([
      '1.yaml:1 EGR3907 the aliases of the document expand to more than 1,000,000 values',
    ]);
    expect(namesOf(reading)).toEqual(['ServiceEntry egress/b']);
  });

  test('a value within itself is refused', () => {
    expect(problemsOf(read(`${object('a')}a: &a [*a]\n`))).toHaveLength(1);
  });

  test('a few aliases and merged mappings are read', () => {
    const text = `${object('a')}a: &a {b: 1}\nc: {<<: *a, d: *a}\n`;
    expect(read(text)).toMatchObject({ problems: [], manifests: [{ c: { b: 1, d: { b: 1 } } }] });
  });

  test('a file above the limit is a problem of the file, and is not read', () => {
    const reading = read(`${object('a')}${'#'.repeat(MAX_FILE_SIZE)}`, object('b'));
    expect(problemsOf(reading)).toEqual(['1.yaml:undefined EGR3907 the file is larger than 64 MiB, and is not read']);
    expect(namesOf(reading)).toEqual(['ServiceEntry egress/b']);
  });

  test('a file that makes the files too large together', () => {
    const comment = '#'.repeat(MAX_FILE_SIZE / 2);
    const reading = read(`${object('a')}${comment}`, `${object('b')}${comment}`, object('c'));
    expect(problemsOf(reading)).toEqual([
      '2.yaml:undefined EGR3907 the files are together larger than 64 MiB, and this file is not read',
    ]);
    expect(namesOf(reading)).toEqual(['ServiceEntry egress/a', 'ServiceEntry egress/c']);
  });

  test('deep nesting is a problem', () => {
    expect(problemsOf(read(`${object('a')}a: ${'['.repeat(5000)}`))).toHaveLength(1);
  });
});

describe('construct-metadata.json, which cdk8s writes beside manifests', () => {
  const file = 'dist/construct-metadata.json';
  test('is no file of manifests', () => {
    const text = JSON.stringify({ version: '1.0.0', resources: { spec: { path: 'a/b' }, kind: { path: 'a/c' } } });
    expect(readManifests([{ file, text }])).toEqual({ manifests: [], problems: [], files: 0 });
  });
  test('is a file of manifests if the file has an object', () => {
    const reading = readManifests([{ file, text: object('a') }]);
    expect([namesOf(reading), reading.files]).toEqual([['ServiceEntry egress/a'], 1]);
  });
});

test('no text makes the reader throw, and a text is read or has a problem', () => {
  const pieces = fc.constantFrom(
    'apiVersion: v1\n',
    'kind: Pod\n',
    'metadata: {name: a}\n',
    '---\n',
    '...\n',
    '{{',
    '- ',
    '"',
    '\t',
    '&a ',
    '*a',
    '\r\n',
    '|\n',
    ': ',
    '[',
    '}',
    '%',
    '\u0000',
    '\uFEFF',
    'items: ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (parts) => {
      const { manifests, problems } = read(parts.join(''));
      for (const each of manifests) lineOf(each, ['metadata', 'name']);
      const hasText = parts.join('').replace(/[#%][^\n]*|---|\.\.\.|\s|\uFEFF/g, '') !== '';
      expect(!hasText || manifests.length + problems.length > 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});
