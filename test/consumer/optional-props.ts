/** Optional properties of the interfaces that users write, and programs that pass `undefined` for all of them. */
import * as ts from 'typescript';

export interface OptionalProp {
  readonly owner: string;
  readonly name: string;
  /** Whether it may be written as `undefined` under `exactOptionalPropertyTypes`. */
  readonly acceptsUndefined: boolean;
}

/** An interface that is implemented and not written. */
const BEHAVIOURAL = /^I[A-Z]/;

/** A construct and its props, as in `new EgressGateway(chart, 'gateway', { ... })`. */
const CONSTRUCT = /new (Egress|External)(\w+)\((chart, '[\w-]+')(?:, \{(.*?)\})?\)/g;

/** The optional properties of all interfaces that the declarations export, inherited ones included. */
export function optionalProps(entry: string): OptionalProp[] {
  const program = ts.createProgram([entry], { strict: true, types: [] });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`${entry} exports nothing`);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(symbol.flags & ts.SymbolFlags.Interface) || BEHAVIOURAL.test(symbol.name)) return [];
    const properties = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    return properties
      .filter((property) => property.flags & ts.SymbolFlags.Optional)
      .map((property) => ({
        owner: symbol.name,
        name: property.name,
        acceptsUndefined: (property.declarations ?? []).every(acceptsUndefined),
      }));
  });
}

/** The program with `undefined` for every optional prop of every construct that it does not pass already. */
export function withExplicitUndefined(program: string, props: readonly OptionalProp[]): string {
  return program.replace(CONSTRUCT, (_, kind: string, rest: string, args: string, given: string = '') => {
    const owner = `${kind}${rest}Props`;
    const names = props.filter((prop) => prop.owner === owner && !new RegExp(`\\b${prop.name}\\b`).test(given));
    if (names.length === 0) throw new Error(`no optional props of ${owner}`);
    return `new ${kind}${rest}(${args}, { ${names.map(({ name }) => `${name}: undefined, `).join('')}${given} })`;
  });
}

function acceptsUndefined(declaration: ts.Declaration): boolean {
  const type = ts.isPropertySignature(declaration) ? declaration.type : undefined;
  return (
    type !== undefined &&
    ts.isUnionTypeNode(type) &&
    type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword)
  );
}
