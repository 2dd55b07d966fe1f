/**
 * Reads declarations as a stricter jsii: jsii itself silently accepts unions, overloads and generic methods, which have no
 * counterpart in Java, C#, Python and Go.
 */
import * as ts from 'typescript';
import { typeProblem } from './api-types';

/** The exports of the package, and the problems of its declarations, as sentences that begin with a name. */
export interface ApiShape {
  readonly names: readonly string[];
  readonly problems: readonly string[];
}

type Member = ts.ClassElement | ts.TypeElement;

const UPPER_SNAKE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const BEHAVIOURAL = /^I[A-Z]/;

/**
 * @param others further entry points, whose types the entry point may use
 */
export function readApi(entry: string, others: readonly string[] = []): ApiShape {
  const program = ts.createProgram([entry, ...others], {
    target: ts.ScriptTarget.ES2017,
    lib: ['lib.es2016.d.ts'],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
    strict: true,
  });
  const checker = program.getTypeChecker();
  const exportsOf = (path: string): readonly ts.Symbol[] => {
    const file = program.getSourceFile(path);
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${path} exports nothing`);
    return checker.getExportsOfModule(module);
  };
  const symbols = exportsOf(entry);
  const known = [...symbols, ...others.flatMap(exportsOf)].map((symbol) => aliased(checker, symbol));
  const reader = new ApiReader(checker, new Set(known));
  return { names: symbols.map(({ name }) => name).sort(), problems: symbols.flatMap((symbol) => reader.read(symbol)) };
}

function aliased(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

class ApiReader {
  public constructor(
    private readonly checker: ts.TypeChecker,
    private readonly exported: ReadonlySet<ts.Symbol>,
  ) {}

  public read(symbol: ts.Symbol): string[] {
    const { name } = symbol;
    const [declaration, ...more] = aliased(this.checker, symbol).declarations ?? [];
    if (!declaration || more.length > 0) return [`${name} is declared more than once, or not at all`];
    const undocumented = this.isDocumented(declaration) ? [] : [`${name} has no doc comment`];
    if (ts.isEnumDeclaration(declaration)) return undocumented;
    if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) {
      return [...undocumented, `${name} is neither class, interface nor enum`];
    }
    return [
      ...undocumented,
      ...(declaration.typeParameters ? [`${name} is generic`] : []),
      ...(ts.isInterfaceDeclaration(declaration) ? interfaceProblems(name, declaration) : []),
      ...this.heritageProblems(name, declaration),
      ...publicMembers(declaration).flatMap((member, index, all) => this.memberProblems(name, member, index, all)),
    ];
  }

  private heritageProblems(name: string, { heritageClauses }: ts.ClassDeclaration | ts.InterfaceDeclaration): string[] {
    const bases = (heritageClauses ?? []).flatMap((clause) => [...clause.types]);
    return bases.flatMap((base) => {
      if (base.typeArguments) return [`${name} extends something generic`];
      const symbol = this.checker.getSymbolAtLocation(base.expression);
      return symbol && this.isKnown(symbol) ? [] : [`${name} extends ${base.getText()}, which is not exported`];
    });
  }

  private memberProblems(owner: string, member: Member, index: number, all: readonly Member[]): string[] {
    const name = nameOf(member);
    const path = `${owner}.${name}`;
    const isStatic = has(member, ts.SyntaxKind.StaticKeyword);
    const twin = (other: Member): boolean =>
      nameOf(other) === name && has(other, ts.SyntaxKind.StaticKeyword) === isStatic;
    return [
      ...(all.findIndex(twin) === index ? [] : [`${path} is overloaded`]),
      ...(this.isDocumented(member) ? [] : [`${path} has no doc comment`]),
      ...(isProperty(member) ? this.propertyProblems(path, member, isStatic) : []),
      ...(ts.isSetAccessor(member) ? [`${path} can be set`] : []),
      ...(ts.isIndexSignatureDeclaration(member) ? [`${path} is an index signature`] : []),
      ...this.signatureProblems(path, member),
    ];
  }

  private propertyProblems(
    path: string,
    member: ts.PropertyDeclaration | ts.PropertySignature,
    isStatic: boolean,
  ): string[] {
    return [
      ...(has(member, ts.SyntaxKind.ReadonlyKeyword) ? [] : [`${path} is not readonly`]),
      ...(isStatic && !UPPER_SNAKE.test(nameOf(member)) ? [`${path} is a constant that is not UPPER_SNAKE`] : []),
      ...(member.questionToken && !this.hasDefault(member) ? [`${path} is optional and has no @default`] : []),
      ...(member.questionToken && !/\| undefined$/.test(member.type?.getText() ?? '')
        ? [`${path} is optional and does not accept undefined`]
        : []),
    ];
  }

  private signatureProblems(path: string, member: Member): string[] {
    const generic = ts.isFunctionLike(member) && member.typeParameters ? [`${path} is generic`] : [];
    const parameters = ts.isFunctionLike(member) ? [...member.parameters] : [];
    const types: [string, ts.TypeNode | undefined, boolean][] = parameters.map((parameter) => [
      `${path}(${parameter.name.getText()})`,
      parameter.type,
      parameter.questionToken !== undefined,
    ]);
    if (isProperty(member)) types.push([path, member.type, member.questionToken !== undefined]);
    else if (ts.isFunctionLike(member) && !ts.isConstructorDeclaration(member) && !ts.isSetAccessor(member)) {
      // jsii reads a getter of `T | undefined` as an optional property.
      types.push([path, member.type, ts.isGetAccessor(member)]);
    }
    const problems = types.map(([where, type, optional]) => {
      const problem = typeProblem(this.checker, type, optional, (symbol) => this.isKnown(symbol));
      return problem === undefined ? [] : [`${where} ${problem}`];
    });
    return [...generic, ...problems.flat()];
  }

  /** Returns whether a type is exported here, or by another package. */
  private isKnown(symbol: ts.Symbol): boolean {
    const target = aliased(this.checker, symbol);
    const files = (target.declarations ?? []).map((declaration) => declaration.getSourceFile().fileName);
    return this.exported.has(target) || files.every((file) => !file.includes('cdk8s-istio-egress'));
  }

  /** Returns whether a declaration has a doc comment, or inherits one from an interface. */
  private isDocumented(node: ts.Declaration): boolean {
    const name = ts.getNameOfDeclaration(node);
    const symbol = name && this.checker.getSymbolAtLocation(name);
    const inherited = symbol?.getDocumentationComment(this.checker) ?? [];
    return inherited.length > 0 || ts.getJSDocCommentsAndTags(node).length > 0;
  }

  private hasDefault(member: ts.PropertyDeclaration | ts.PropertySignature): boolean {
    const symbol = this.checker.getSymbolAtLocation(member.name);
    return (symbol?.getJsDocTags(this.checker) ?? []).some(
      ({ name, text }) => name === 'default' && text !== undefined,
    );
  }
}

/** Rejects an interface with methods whose name does not begin with `I`. */
function interfaceProblems(name: string, { members }: ts.InterfaceDeclaration): string[] {
  const behaves = members.some((member) => ts.isMethodSignature(member));
  return behaves && !BEHAVIOURAL.test(name) ? [`${name} has methods, and is not named I${name}`] : [];
}

function publicMembers({ members }: ts.ClassDeclaration | ts.InterfaceDeclaration): Member[] {
  return [...members].filter(
    (member) =>
      !has(member, ts.SyntaxKind.PrivateKeyword) && !(member.name !== undefined && ts.isPrivateIdentifier(member.name)),
  );
}

function isProperty(member: Member): member is ts.PropertyDeclaration | ts.PropertySignature {
  return ts.isPropertyDeclaration(member) || ts.isPropertySignature(member);
}

function nameOf(member: Member): string {
  return ts.isConstructorDeclaration(member) ? 'constructor' : (member.name?.getText() ?? '');
}

function has(node: Member, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}
