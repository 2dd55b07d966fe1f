import { EgressError } from './egress-error';
import { assignment } from './source-text';
import { assertLiteral } from './token';

/**
 * Characters that no text may have: control characters except the tab and the line feed, the further line breaks of YAML 1.1, the
 * byte order mark, non-characters, and halves of surrogate pairs, which UTF-8 cannot represent.
 */
const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u;

/** Numbers of YAML 1.2 and of kubectl's reader, which ignores underscores (`resolve` in go.yaml.in/yaml/v2 `resolve.go`). */
const NUMBER = /^[-+]?(0b[01]+|0o[0-7]+|0x[0-9a-f]+|(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?)$/i;

/** Numbers of YAML 1.1, which cdk8s writes with quotes. */
const QUOTED = /^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|\d[\d_]*((\.[\d_]*)?[eE][-+]?\d+)?|(\d[\d_]*)?\.[\d_]*)$/;

/** Returns whether cdk8s writes a text without quotes although other readers of YAML do not read the text as text: `0o7`. */
function isReadDifferently(text: string): boolean {
  return text === '=' || (NUMBER.test(text.replaceAll('_', '')) && !QUOTED.test(text));
}

/**
 * Rejects a value that is not text, and a text that a manifest cannot contain. cdk8s writes YAML 1.1 without an option for the
 * style of a scalar, so that a text which only other readers read as a number cannot be quoted.
 *
 * @param what subject of the error: `metadata.annotations["owner"]`
 * @param example a text that is accepted
 * @throws EgressError
 */
export function assertText(what: string, value: unknown, example = 'example'): asserts value is string {
  assertLiteral(what, value);
  if (typeof value !== 'string') throw notText(what, value, example);
  const [character] = FORBIDDEN.exec(value) ?? [];
  if (character !== undefined) throw withCharacter(what, value, character);
  if (!isReadDifferently(value)) return;
  throw EgressError.of({
    code: 'EGR0125',
    problem: `${what} cannot be ${value}, which kubectl or another reader of YAML does not read as text`,
    got: value,
    allowed: 'texts that every reader of YAML reads as text: cdk8s cannot put this text into quotes',
    fix: `write another text, such as ${JSON.stringify(`v${value.replace(/\W/g, '')}`)}`,
  });
}

function notText(what: string, got: unknown, example: string): EgressError {
  const isScalar = ['number', 'boolean', 'bigint'].includes(typeof got);
  return EgressError.of({
    code: 'EGR0103',
    problem: `${what} must be text`,
    got,
    allowed: 'a text',
    fix: `write ${assignment(what, JSON.stringify(isScalar ? String(got) : example))}`,
  });
}

function withCharacter(what: string, got: string, character: string): EgressError {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return EgressError.of({
    code: 'EGR0124',
    problem: `${what} cannot contain the character U+${code}`,
    got,
    allowed: 'printable characters, tabs and line feeds',
    fix: `remove U+${code} from ${what}`,
  });
}
