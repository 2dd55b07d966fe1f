/** Types as jsii would read them. */
import * as ts from 'typescript';

const PLAIN = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.VoidKeyword,
  // `any` in other languages.
  ts.SyntaxKind.UnknownKeyword,
]);

/** Returns why jsii has no counterpart for a type, as words that follow the name of the member; undefined if jsii has one. */
export function typeProblem(
  checker: ts.TypeChecker,
  type: ts.TypeNode | undefined,
  optional: boolean,
  isKnown: (symbol: ts.Symbol) => boolean,
): string | undefined {
  const problemOf = (node: ts.TypeNode): string | undefined => typeProblem(checker, node, false, isKnown);
  if (!type) return 'has no type';
  if (PLAIN.has(type.kind)) return undefined;
  if (ts.isArrayTypeNode(type)) return problemOf(type.elementType);
  if (ts.isTypeOperatorNode(type)) return 'is a read-only list';
  // `value is Foo` is a boolean to jsii.
  if (ts.isTypePredicateNode(type)) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return typeProblem(checker, type.type, optional, isKnown);
  if (ts.isUnionTypeNode(type)) {
    const [one, ...others] = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    return optional && one && others.length === 0 ? problemOf(one) : 'is a union';
  }
  if (ts.isTypeLiteralNode(type)) return mapProblem(type) ?? mapValues(type).map(problemOf).find(Boolean);
  if (ts.isTypeReferenceNode(type)) return referenceProblem(checker, type, isKnown);
  return `has a type that jsii lacks: ${type.getText()}`;
}

function mapValues({ members }: ts.TypeLiteralNode): ts.TypeNode[] {
  return members.filter(ts.isIndexSignatureDeclaration).map((signature) => signature.type);
}

function mapProblem({ members }: ts.TypeLiteralNode): string | undefined {
  const [signature, ...others] = members;
  const isMap =
    signature !== undefined &&
    others.length === 0 &&
    ts.isIndexSignatureDeclaration(signature) &&
    signature.parameters[0]?.type?.kind === ts.SyntaxKind.StringKeyword;
  return isMap ? undefined : 'has a type without a name';
}

function referenceProblem(
  checker: ts.TypeChecker,
  { typeName, typeArguments }: ts.TypeReferenceNode,
  isKnown: (symbol: ts.Symbol) => boolean,
): string | undefined {
  if (typeArguments) return `uses the generic type ${typeName.getText()}`;
  const named = checker.getSymbolAtLocation(typeName);
  const symbol = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  if (!symbol?.declarations) return `uses ${typeName.getText()}, which does not resolve`;
  if (symbol.flags & ts.SymbolFlags.TypeParameter) return 'is generic';
  if (symbol.flags & ts.SymbolFlags.TypeAlias) return `uses the type alias ${typeName.getText()}`;
  return isKnown(symbol) ? undefined : `uses ${typeName.getText()}, which is not exported`;
}
