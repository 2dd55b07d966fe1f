/** What users of the library have: the names that `lib/index.ts` exports, and their members. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as library from '../../lib';

const LIB = join(__dirname, '..', '..', 'lib');

/** A class of the library; none where it exports no such class. */
export function exportedClass(name: string): (new (...args: never[]) => object) | undefined {
  const value = (library as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'function' ? (value as new (...args: never[]) => object) : undefined;
}

/** Whether the library has the name, and where one is asked for its member: at run time, or among its properties. */
export function isExported(name: string, member?: string): boolean {
  const value = exportedClass(name);
  if (value === undefined) return false;
  return member === undefined || member in value || member in value.prototype || hasProperty(`${name}Props`, member);
}

/** Whether some property of that type is said to have that default. */
export function isDefault(name: string): boolean {
  const [type] = name.split('.');
  return properties().some(
    (each) => each.type?.getText() === type && ts.getJSDocTags(each).some((tag) => isTag(tag, 'default', name)),
  );
}

const isTag = ({ tagName, comment }: ts.JSDocTag, name: string, text: string): boolean =>
  tagName.text === name && ts.getTextOfJSDocComment(comment) === text;

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

/** Interfaces are gone at run time: they are read in the files that are exported. */
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
