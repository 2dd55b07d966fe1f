/** The tests in a file, as jest would run them: read from its syntax, so that a name in a comment or in another string is none. */
import * as ts from 'typescript';

export interface NamedTest {
  /** As jest prints it, without the names of the `describe`s around it. */
  readonly name: string;
  /** The names that its body uses. */
  readonly uses: ReadonlySet<string>;
}

/** Those that run: not what is skipped, or only to be done. */
export function testsIn(text: string): NamedTest[] {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
  return testsBelow(file);
}

function testsBelow(node: ts.Node): NamedTest[] {
  const call = ts.isCallExpression(node) ? callOf(node) : undefined;
  if (call?.skips) return [];
  if (call?.verb === 'test') return namesOf(call).map((name) => ({ name, uses: namesIn(call.body) }));
  const found: NamedTest[] = [];
  ts.forEachChild(node, (child) => void found.push(...testsBelow(child)));
  return found;
}

/** A call of `describe`, `test` or `it`, with or without a table. */
interface Call {
  readonly verb: 'describe' | 'test';
  readonly skips: boolean;
  readonly title?: string;
  readonly table?: ts.Expression;
  readonly body?: ts.Node;
}

const VERBS: Readonly<Record<string, Call['verb']>> = { describe: 'describe', test: 'test', it: 'test' };

function callOf({ expression, arguments: [title, body] }: ts.CallExpression): Call | undefined {
  const each = ts.isCallExpression(expression) ? expression : undefined;
  const [name = '', ...words] = (each?.expression ?? expression).getText().split('.');
  const skipped = name.startsWith('x') ? VERBS[name.slice(1)] : undefined;
  const verb = VERBS[name] ?? skipped;
  if (verb === undefined || (each !== undefined && words.at(-1) !== 'each')) return undefined;
  const skips = skipped !== undefined || words.some((word) => ['skip', 'todo', 'failing'].includes(word));
  return { verb, skips, title: title && textOf(title), table: each?.arguments[0], body };
}

/** One for each row of a table whose cells stand in the file; else the title as it is. */
function namesOf({ title, table }: Call): string[] {
  if (title === undefined) return [];
  const rows = table && elementsOf(table);
  if (rows === undefined) return [title];
  return rows.map((row) => filled(title, (elementsOf(row) ?? [row]).map(textOf)));
}

/** The title with what the cells say in the places of `%s`; in its other places nothing is put. */
function filled(title: string, cells: readonly (string | undefined)[]): string {
  let column = 0;
  return title.replace(/%[a-zA-Z#]/g, (place) => (place === '%s' ? cells[column++] : void column++) ?? place);
}

function elementsOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return elementsOf(node.expression);
  return ts.isArrayLiteralExpression(node) ? node.elements : undefined;
}

function textOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function namesIn(node: ts.Node | undefined): Set<string> {
  const names = new Set<string>();
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) names.add(each.text);
    ts.forEachChild(each, visit);
  };
  if (node !== undefined) visit(node);
  return names;
}
