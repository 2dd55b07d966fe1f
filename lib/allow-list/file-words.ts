/** Texts of errors in the words of files: the texts that constructs write name classes, methods and enums. */
import { HttpProtocol } from '../mesh/http-protocol';
import { UNITS } from './durations';
import { FILE_FORMS } from './file-forms';
import { choice, ChoiceForm, Form, ValueForm } from './form';
import { ROUTE_NAMES, ROW_FORMS } from './row-forms';

/** Returns the forms inside a form that have the name of a class or of an enum. */
function namedForms(form: Form): readonly (ValueForm | ChoiceForm)[] {
  switch (form.kind) {
    case 'list':
      return namedForms(form.item);
    case 'struct':
      return Object.values(form.properties).flatMap(namedForms);
    case 'choice':
      return [form];
    case 'value':
      return [form, ...Object.values(form.factories).flatMap(({ argument }) => (argument ? namedForms(argument) : []))];
    case 'text':
    case 'number':
    case 'boolean':
    case 'duration':
    case 'date':
    case 'map':
    case 'data':
      return [];
  }
}

/** In a file, the protocol of a row states both the kind of the route and the protocol of the hosts. */
const HTTP_PROTOCOL = choice('HttpProtocol', HttpProtocol);

const NAMED: ReadonlyMap<string, ValueForm | ChoiceForm> = new Map(
  [...Object.values(FILE_FORMS), ...Object.values(ROW_FORMS), HTTP_PROTOCOL]
    .flatMap(namedForms)
    .map((form) => [form.className, form]),
);

/** The kinds of routes as rows. */
const ROWS: ReadonlyMap<string, string> = new Map([
  ['ExternalHttpRoute', 'row with protocol: HTTP'],
  ['ExternalTlsRoute', 'row with protocol: TLS'],
  ['ExternalTcpRoute', 'row with protocol: TCP'],
  ['ExternalCidrRoute', 'row with protocol: TCP and cidrs'],
]);

/** A word, and the word of files in its place. */
type Replacement = readonly [RegExp, string | ((...match: string[]) => string)];

const REPLACEMENTS: readonly Replacement[] = [
  [
    /(?:const mesh = )?new EgressMesh\(app, ['"]\w+['"], (\{[^}]*\})\)(?:,? (?:and new Chart\(mesh, \.\.\.\) for|above) the charts)?/g,
    'mesh: $1',
  ],
  [/\bEgressChecks\.of\(\w+\)\.acknowledge\('(EGR\d{4})', '([^']*)'\)/g, 'acknowledge: { $1: "$2" }'],
  [/\b(?:the|an) EgressMesh\b/g, 'mesh'],
  [/^gateway, (?=hosts, )/, ''],
  [/, or call route\.\w+\([^)]*\)/g, ''],
  [/\bremove protocol\b/g, 'write protocol: HTTP'],
  [/\b(an? )?(External\w+Route)(s?)\b/g, (_, article = '', name = '', plural = '') => rowOf(article, name, plural)],
  [/\ban? (\w+)(?= of this copy)/g, (_, name = '') => name],
  [/\ban? ([A-Z]\w+)\b/g, (all = '', name = '') => choicesOf(name) ?? all],
  [/\b([A-Z]\w+)\.([A-Za-z]\w*)\b/g, (all = '', name = '', member = '') => memberOf(name, member) ?? all],
  [/ of cdk8s\b/g, ''],
  [/\broute(s?)\b(?!\.)/g, (_, plural = '') => `row${plural}`],
];

/** Returns a text with the names that properties have in rows, except for an unknown property of a row. */
export function inRowWords(text: string): string {
  return Object.entries(ROUTE_NAMES).reduce(
    (words, [name, ofRoute]) =>
      words.replace(new RegExp(`(?<!\\.|row cannot have the property |rename )\\b${ofRoute}\\b`, 'g'), name),
    text,
  );
}

/** Returns a text in the words of files. */
export function inFileWords(text: string): string {
  return REPLACEMENTS.reduce(
    (words, [pattern, replacement]) => words.replace(pattern, replacement as string),
    inRowWords(withoutCalls(text)),
  );
}

const CALL = /\b([A-Z]\w+)\.([a-z]\w*)\(([^()]*)\)/;

/** Replaces the calls of factory methods, the innermost first. */
function withoutCalls(text: string): string {
  const [call, className = '', method = '', source = ''] = CALL.exec(text) ?? [];
  if (call === undefined) return text;
  const written = valueOf(className, method, source.trim());
  const at = text.indexOf(call);
  const [before, after] = [text.slice(0, at), text.slice(at + call.length)];
  return written === undefined ? `${before}${call}${withoutCalls(after)}` : withoutCalls(`${before}${written}${after}`);
}

/** Returns the value of a call as it is written in a file; undefined for the call of another class. */
function valueOf(className: string, method: string, source: string): string | undefined {
  if (className === 'Duration') return `${source}${UNITS.get(method) ?? ''}`;
  const form = NAMED.get(className);
  const factory = form?.kind === 'value' ? new Map(Object.entries(form.factories)).get(method) : undefined;
  if (form?.kind !== 'value' || factory === undefined) return undefined;
  if (source === '' || source === '...') return method;
  if (form.unnamed === method) return source;
  const { positions } = factory;
  if (positions === undefined || positions.length < 2) return `{ ${method}: ${source} }`;
  const named = source.split(/,\s*/).map((part, index) => `${positions[index]}: ${part}`);
  return `{ ${method}: { ${named.join(', ')} } }`;
}

function rowOf(article: string, name: string, plural: string): string {
  const row = ROWS.get(name) ?? 'row';
  return `${article === '' ? '' : 'a '}${plural === '' ? row : row.replace('row', 'rows')}`;
}

/** Returns the values of a class or an enum as a text: `one of namespace, serviceAccount, anyAuthenticated`. */
function choicesOf(name: string): string | undefined {
  const form = NAMED.get(name);
  if (form === undefined) return name === 'Duration' ? 'a duration' : undefined;
  if (form.kind === 'choice') return `one of ${Object.values(form.members).join(', ')}`;
  if (form.unnamed !== undefined) return 'an object';
  return `one of ${Object.keys(form.factories).join(', ')}`;
}

/** Returns the value of a member of an enum, and the name of a constant or a factory method of a class. */
function memberOf(name: string, member: string): string | undefined {
  const form = NAMED.get(name);
  if (form?.kind === 'choice') return form.members[member];
  return form !== undefined && Object.hasOwn(form.factories, member) ? member : undefined;
}
