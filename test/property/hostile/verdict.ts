/** The judgement of one input: refused with an `EgressError`, or written as valid objects that mean what was asked. */
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { EgressError } from '../../../lib/input/egress-error';
import { isToken } from '../../../lib/input/token';
import { violations } from '../../support/schema';
import { isReadAlike } from '../../support/yaml-readers';
import { isStruct } from './places';
import { HostileSubject } from './subjects';

/** What an accepted input wrote. */
export interface Written {
  readonly objects: readonly object[];
  /** Further YAML. */
  readonly texts: readonly string[];
}

/** An error of this library as cdk8s reports it: of an object that is written, and of a check of the whole mesh. */
const IN_SYNTHESIS = /^(Failed serializing construct .*EgressError: EGR\d{4}: |Validation failed .*\] EGR\d{4}: )/s;

/** Runs a subject in a fresh app. Returns undefined if an `EgressError` refuses the input; other errors are thrown. */
export function run(subject: HostileSubject, inputOf: (chart: Chart) => unknown): Written | undefined {
  const chart = new Chart(new App(), 'chart', { namespace: 'default' });
  try {
    const further = subject.run(chart, inputOf(chart) as never);
    const charts = [chart, ...further.filter((each): each is Chart => Chart.isChart(each))];
    const objects = charts.flatMap((each) => each.toJson() as object[]);
    return { objects, texts: further.filter((each): each is string => typeof each === 'string') };
  } catch (error) {
    const isRefusal = error instanceof Error && IN_SYNTHESIS.test(error.message);
    if (error instanceof EgressError || isRefusal) return undefined;
    throw error;
  }
}

/** The objects that were judged, as JSON, with their faults: most inputs change few objects. */
const judged = new Map<string, readonly string[]>();

function faultsOf(object: object): readonly string[] {
  const json = JSON.stringify(object);
  const found = judged.get(json) ?? violations(object);
  judged.set(json, found);
  return found;
}

/**
 * Returns what is wrong with the objects that were written for a value.
 *
 * @param accepted the value that is accepted in the same place
 */
export function faultsIn({ objects, texts }: Written, accepted: unknown, value: unknown): readonly string[] {
  const further = texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as unknown));
  const all = [...objects, ...further].map((each) => JSON.stringify(each)).join('\n');
  return [
    ...objects.flatMap(faultsOf),
    ...([...objects, ...further].every(isReadAlike) ? [] : ['readers of YAML differ']),
    ...(/\$\{(Tf)?Token\[/.test(all) ? ['an unresolved token is written'] : []),
    ...(isToken(value) || isMeant(all, accepted, value) ? [] : ['the objects do not mean what was asked']),
  ];
}

/** Returns whether a value may stand in the place of the accepted one, and its texts, numbers and keys are written. */
function isMeant(written: string, accepted: unknown, value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'string') return typeof accepted === 'string' && isWritten(written, value);
  if (typeof value === 'number') return typeof accepted === 'number' && written.includes(String(value));
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' && typeof accepted === 'boolean';
  if (typeof accepted !== 'object' || accepted === null || Array.isArray(accepted) !== Array.isArray(value))
    return false;
  if (Array.isArray(value)) {
    const [first] = accepted as readonly unknown[];
    return Array.from(value as unknown[]).every((item) => item !== undefined && isMeant(written, first, item));
  }
  // The same kind of instance, or an object of any class with the same properties.
  if (!isStruct(accepted)) return Object.getPrototypeOf(value) === Object.getPrototypeOf(accepted);
  const isNothing = Object.keys(value).length === 0 && !isStruct(value) && Object.getPrototypeOf(value) !== null;
  return !isNothing && arePropertiesMeant(written, accepted, value);
}

function arePropertiesMeant(written: string, accepted: object, value: object): boolean {
  return Object.entries(value).every(([key, inner]) =>
    Object.hasOwn(accepted, key)
      ? isMeant(written, (accepted as Readonly<Record<string, unknown>>)[key], inner)
      : inner === undefined || (isWritten(written, key) && isMeant(written, '', inner)),
  );
}

/**
 * Returns whether a text is written, in any case: as it is, as a DNS name, or inside an expression of CEL, which also escapes the
 * characters of regular expressions.
 */
function isWritten(written: string, text: string): boolean {
  const inCel = text.trim().replace(/[\t\n]/g, (blank) => `u${blank.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [text, inCel, text.replace(/\.$/, '')].some((form) =>
    plain(written).includes(plain(JSON.stringify(form).slice(1, -1))),
  );
}

/** Returns a text in lower case without the escapes of JSON, CEL and regular expressions. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('\\', '');
}
