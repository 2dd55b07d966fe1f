/** What a program gives to its constructs, read from its syntax. */
import * as ts from 'typescript';

/**
 * The names in the arguments of every `new CONSTRUCT(...)`, those of properties among them, and values as `Class.member`; also in
 * what the program has named before and gives by that name, other constructs aside.
 */
export function givenTo(text: string, construct: string): ReadonlySet<string> {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
  const named = declared(file);
  const found = new Set<string>();
  const add = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) return;
    if (ts.isPropertyAccessExpression(node)) found.add(node.getText());
    if (ts.isIdentifier(node) && !found.has(node.text)) {
      found.add(node.text);
      named.get(node.text)?.forEach(add);
    }
    ts.forEachChild(node, add);
  };
  for (const each of below(file)) {
    if (ts.isNewExpression(each) && each.expression.getText() === construct) each.arguments?.forEach(add);
  }
  return found;
}

/** What each name of the program stands for. */
function declared(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  for (const each of below(file).filter(ts.isVariableDeclaration)) {
    const loop = each.parent.parent;
    const value = each.initializer ?? (ts.isForOfStatement(loop) ? loop.expression : undefined);
    const names = [each.name, ...below(each.name)].filter(ts.isIdentifier);
    if (value) for (const { text } of names) found.set(text, [...(found.get(text) ?? []), value]);
  }
  return found;
}

function below(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => void found.push(child, ...below(child)));
  return found;
}
