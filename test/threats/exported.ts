/** The public API: the names that `lib/index.ts` exports, and their members. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as library from '../../lib';

const LIB = join(__dirname, '..', '..', 'lib');

/** Returns an exported class of the library. */
export function exportedClass(name: string): (new (...args: never[]) => object) | undefined {
  const value = exported(name);
  return typeof value === 'function' ? (value as new (...args: never[]) => object) : undefined;
}

/** Returns whether the library exports a name, and its member: at run time, or in its props. */
export function isExported(name: string, member?: string): boolean {
  const value = exported(name);
  if (typeof value !== 'function' && typeof value !== 'object') return false;
  if (member === undefined || value === null) return value !== null;
  const methods = (value as { prototype?: object }).prototype ?? {};
  return member in value || member in methods || hasProperty(`${name}Props`, member);
}

/** Returns whether a property of a type has the default, by its doc comment. */
export function isDefault(name: string): boolean {
  const [type] = name.split('.');
  return properties().some(
    (each) =>
      each.type?.getText().replace(' | undefined', '') === type &&
      ts.getJSDocTags(each).some((tag) => isTag(tag, 'default', name)),
  );
}

const isTag = ({ tagName, comment }: ts.JSDocTag, name: string, text: string): boolean =>
  tagName.text === name && ts.getTextOfJSDocComment(comment) === text;

/** Returns a value that the library exports: a class or an enum. */
function exported(name: string): unknown {
  return (library as Readonly<Record<string, unknown>>)[name];
}

function hasProperty(type: string, member: string): boolean {
  const found = interfaces().find(({ name }) => name.text === type);
  if (found === undefined) return false;
  const own = found.members.some(({ name }) => name?.getText() === member);
  const above = (found.heritageClauses ?? []).flatMap(({ types }) => types.map((each) => each.getText()));
  return own || above.some((each) => hasProperty(each, member));
}

function properties(): ts.PropertySignature[] {
  return interfaces().flatMap(({ members }) => members.filter(ts.isPropertySignature));
}

let read: readonly ts.InterfaceDeclaration[] | undefined;

/** Returns the exported interfaces, from the source files: interfaces do not exist at run time. */
function interfaces(): readonly ts.InterfaceDeclaration[] {
  read ??= sourceOf('./index')
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ moduleSpecifier }) =>
      moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? sourceOf(moduleSpecifier.text).statements : [],
    )
    .flatMap((statement) => (ts.isInterfaceDeclaration(statement) ? [statement] : []));
  return read;
}

function sourceOf(file: string): ts.SourceFile {
  const text = readFileSync(join(LIB, `${file}.ts`), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}
