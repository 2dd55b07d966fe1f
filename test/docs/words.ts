/** Finds the words that the project does not use, in comments, texts, documents and names of tests. */
import * as ts from 'typescript';

/** A text in a file, with the line that it begins in. */
export interface Text {
  readonly line: number;
  readonly text: string;
}

/** A word that the project does not use, and the words to write instead. */
export interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

export const BANNED_WORDS: readonly BannedWord[] = [
  { pattern: /\bwho(m)?ever\b/i, instead: 'every caller, every client, the owner' },
  { pattern: /\bnobody\b/i, instead: 'no caller, no client, no route' },
  { pattern: /\bsomebody\b/i, instead: 'another team, another app, a caller' },
  { pattern: /\b(anybody|anyone|everybody)\b/i, instead: 'every caller, every workload' },
  { pattern: /\b(lend|lends|lent|lending)\b/i, instead: 'present, pass' },
  { pattern: /\b(believe|believes|believed|believing)\b/i, instead: 'verify, trust' },
  { pattern: /\b(tell|tells|told|telling)\b/i, instead: 'identify, distinguish, report' },
  { pattern: /\b(say|says|said|saying)\b/i, instead: 'declare, define, state, report' },
  { pattern: /\b(know|knows|knew|known|knowing)\b/i, instead: 'declared, imported, accepted; the sidecar imports' },
  { pattern: /\b(lead|leads|led)\b/i, instead: 'route, send, point to, link to' },
  { pattern: /\b(stand|stands|stood)\b/i, instead: 'is in, is listed in, is written in' },
  { pattern: /\b(take|takes|took|taken)\b/i, instead: 'accept, receive, use, remove' },
  { pattern: /\bhis\b/i, instead: 'its, their' },
  { pattern: /\bapart\b/i, instead: 'distinguish, except for, separate from' },
  { pattern: /\bbut for\b/i, instead: 'except' },
];

/** Phrases with such a word that the project does use. */
const ALLOWED_PHRASES: readonly RegExp[] = [
  /\bwell-known\b/gi,
  /\bknown[- ](hosts|survivors)\b/gi,
  /\btak(e|es|en) (effect|precedence|place)\b/gi,
];

/** First words that a doc comment cannot have: the comment begins with a verb, or with a noun phrase. */
const BANNED_FIRST_WORDS = /^(what|who|whoever|whom|where)\b/i;

/** Returns a finding for each banned word: `lib/x.ts:3: "whoever": write every caller`. */
export function bannedWordsIn(file: string, texts: readonly Text[]): readonly string[] {
  return texts.flatMap(({ line, text }) =>
    text.split('\n').flatMap((each, index) => {
      const rest = ALLOWED_PHRASES.reduce((left, phrase) => left.replace(phrase, ''), each);
      return BANNED_WORDS.flatMap(({ pattern, instead }) => {
        const word = pattern.exec(rest)?.[0];
        return word === undefined ? [] : [`${file}:${line + index}: "${word}": write ${instead}`];
      });
    }),
  );
}

/** Returns a finding for each doc comment with a banned first word. */
export function bannedFirstWordsIn(file: string, comments: readonly Text[]): readonly string[] {
  return comments.flatMap(({ line, text }) => {
    if (!text.startsWith('/**')) return [];
    const word = BANNED_FIRST_WORDS.exec(text.replace(/^[/*\s]+/, ''))?.[0];
    return word === undefined ? [] : [`${file}:${line}: "${word}" begins a doc comment: write a verb or a noun phrase`];
  });
}

/** Returns the comments of a TypeScript file. Code inside backticks is blank. */
export function commentsIn(source: string): readonly Text[] {
  return tokensIn(source).flatMap(({ kind, start, text }) =>
    kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia
      ? [{ line: lineAt(source, start), text: withoutCode(text) }]
      : [],
  );
}

/** Returns the string and template literals of a TypeScript file that are sentences: those with a space, outside imports. */
export function stringsIn(source: string): readonly Text[] {
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (/\s/.test(node.text)) found.push({ line: lineAt(source, node.getStart()), text: withoutCode(node.text) });
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
}

/** Returns the titles of the tests of a file, and of their groups and tables. */
export function testNamesIn(source: string): readonly Text[] {
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|it|describe)\b/.test(node.expression.getText())) {
      const [title] = node.arguments;
      if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
        found.push({ line: lineAt(source, title.getStart()), text: withoutCode(title.getText().slice(1, -1)) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
}

/** Returns a Markdown document as one text. Code and the targets of links are blank, comments in code are kept. */
export function proseIn(markdown: string): readonly Text[] {
  let inCode = false;
  const lines = markdown.split('\n').map((line) => {
    const isFence = /^\s*```/.test(line);
    if (isFence) inCode = !inCode;
    if (isFence) return '';
    return inCode ? (/(?:^|\s)(?:\/\/|#)\s(.*)/.exec(line)?.[1] ?? '') : line.replace(/\]\([^)]*\)/g, ']');
  });
  return [{ line: 1, text: withoutCode(lines.join('\n')) }];
}

interface Token {
  readonly kind: ts.SyntaxKind;
  readonly start: number;
  readonly text: string;
}

/** Returns the comments before and after every node: the parser recognizes templates, which a scanner alone does not. */
function tokensIn(source: string): readonly Token[] {
  const found = new Map<number, Token>();
  const visit = (node: ts.Node): void => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source, node.getEnd()) ?? []),
    ];
    for (const { kind, pos, end } of ts.isJsxText(node) ? [] : ranges) {
      found.set(pos, { kind, start: pos, text: source.slice(pos, end) });
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(parse(source));
  return [...found.values()];
}

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022, true);
}

function lineAt(source: string, position: number): number {
  return source.slice(0, position).split('\n').length;
}

/** Blanks code in backticks, on one line or broken over two. */
function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/g, (code) => code.replace(/[^\n]/g, ' '));
}
