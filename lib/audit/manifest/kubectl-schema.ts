import {
  boolYaml11Tag,
  defineScalarTag,
  FAILSAFE_SCHEMA,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  Schema,
  ScalarTagDefinition,
} from 'js-yaml';

/** Integers as `strconv.ParseInt` of Go reads them with base 0. */
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;

/** `yamlStyleFloat` of go.yaml.in/yaml/v2, resolve.go. */
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

const DIGITS = '0123456789';

/**
 * The values of YAML as kubectl reads them: sigs.k8s.io/yaml, which reads YAML 1.1 with go.yaml.in/yaml/v2 (resolve.go). `yes` and
 * `on` are booleans and `0755` is octal, but `1:30` is a text (no sexagesimal numbers), and a date is a text.
 */
export const KUBECTL_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullYaml11Tag,
  boolYaml11Tag,
  numberTag('int', ['-', '+', ...DIGITS], integerOf),
  numberTag('float', ['-', '+', '.', ...DIGITS], floatOf),
  mergeTag,
]);

function numberTag(
  name: string,
  implicitFirstChars: readonly string[],
  read: (text: string) => number | undefined,
): ScalarTagDefinition<number> {
  return defineScalarTag<number>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    implicitFirstChars,
    resolve: (source) => read(source.replaceAll('_', '')) ?? NOT_RESOLVED,
    identify: (value) => typeof value === 'number',
  });
}

function integerOf(text: string): number | undefined {
  const [, sign, hexadecimal, binary, octal, decimal] = INTEGER.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const value =
    hexadecimal !== undefined
      ? parseInt(hexadecimal, 16)
      : binary !== undefined
        ? parseInt(binary, 2)
        : octal !== undefined
          ? parseInt(octal, 8)
          : Number(decimal);
  return sign === '-' ? -value : value;
}

function floatOf(text: string): number | undefined {
  const value = FLOAT.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
