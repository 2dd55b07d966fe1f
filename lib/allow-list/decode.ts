import { didYouMean } from '../input/did-you-mean';
import { EgressError } from '../input/egress-error';
import { assertKnownProperties } from '../input/properties';
import { assignment, isPlainObject, sourceOf } from '../input/source-text';
import { durationOf } from './durations';
import { Form, StructForm, textsOf, ValueForm } from './form';
import { exampleOf } from './form-example';
import { UNREAD } from './unread';

type Properties = Readonly<Record<string, unknown>>;

/** Receives the error of a value. `path` names the value: `from[0].serviceAccount`. */
export type Report = (path: string, error: EgressError) => void;

/** Runs a read. Reports its error, and returns undefined. */
export function attempt<T>(report: Report, path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    report(path, error);
    return undefined;
  }
}

/**
 * Makes the value that a construct receives from the data of a file: instances of classes and durations. Data of another form stays
 * as it is, so that the construct rejects it. If a factory method rejects its argument, the error is reported, and {@link UNREAD}
 * is in place of the value.
 */
export function decode(form: Form, path: string, data: unknown, report: Report): unknown {
  switch (form.kind) {
    case 'duration':
      return durationOf(data);
    case 'list':
      return Array.isArray(data)
        ? data.map((item, index) => decode(form.item, `${path}[${index}]`, item, report))
        : data;
    case 'struct':
      return isPlainObject(data) ? decodeProperties(form, path, data, report) : data;
    case 'value':
      return decodeValue(form, path, data, report);
    case 'text':
    case 'number':
    case 'boolean':
    case 'date':
    case 'choice':
    case 'map':
    case 'data':
      return data;
  }
}

/** Decodes the properties of an object. Unknown properties stay. */
export function decodeProperties(
  { properties }: StructForm,
  path: string,
  data: Properties,
  report: Report,
): Properties {
  const entries = Object.entries(data).map(([name, inner]): [string, unknown] => {
    const form = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, form === undefined ? inner : decode(form, path === '' ? name : `${path}.${name}`, inner, report)];
  });
  return Object.fromEntries(entries);
}

function decodeValue(form: ValueForm, path: string, data: unknown, report: Report): unknown {
  if (typeof data === 'string') return textsOf(form).includes(data) ? made(form, data, path, () => [], report) : data;
  if (!isPlainObject(data)) return data;
  if (form.unnamed !== undefined && Object.hasOwn(data, form.unnamed)) {
    report(path, named(form, form.unnamed, path, data));
    return UNREAD;
  }
  if (form.unnamed !== undefined) return called(form, form.unnamed, path, data, report);
  const [name = '', ...more] = Object.keys(data);
  if (more.length === 0 && argumentOf(form, name) !== undefined) {
    return called(form, name, `${path}.${name}`, data[name], report);
  }
  report(path, notOneFactory(form, path, data));
  return UNREAD;
}

function argumentOf({ factories }: ValueForm, name: string): Form | undefined {
  return Object.hasOwn(factories, name) ? factories[name]?.argument : undefined;
}

/** Calls a factory method with its argument. */
function called(form: ValueForm, name: string, path: string, data: unknown, report: Report): unknown {
  const argument = argumentOf(form, name);
  const { positions } = form.factories[name] ?? {};
  if (argument === undefined) return data;
  let isRead = true;
  const read = decode(argument, path, data, (place, error) => {
    isRead = false;
    report(place, error);
  });
  if (!isRead) return UNREAD;
  const isStruct = positions !== undefined && argument.kind === 'struct';
  return made(form, name, path, () => (isStruct ? argumentsOf(argument, positions, path, read) : [read]), report);
}

/** Returns the properties of a struct as arguments. The only one needs no name: `cidr: 10.0.0.0/24`. */
function argumentsOf(form: StructForm, positions: readonly string[], path: string, read: unknown): readonly unknown[] {
  const [first = '', ...others] = positions;
  const given = isPlainObject(read) || others.length > 0 ? (read as Properties) : { [first]: read };
  if (typeof given === 'string') assertNoPath(path, positions, given);
  const names = Object.fromEntries(Object.keys(form.properties).map((name) => [name, true as const]));
  assertKnownProperties(path, given, names);
  const options = Object.entries(given).filter(([name]) => !positions.includes(name));
  return [...positions.map((name) => given[name]), ...(options.length > 0 ? [Object.fromEntries(options)] : [])];
}

/** Rejects arguments in one text: `shop/sms`. */
function assertNoPath(path: string, positions: readonly string[], given: string): void {
  const parts = given.split('/');
  if (parts.length !== positions.length) return;
  const meant = Object.fromEntries(positions.map((name, index) => [name, parts[index]]));
  throw EgressError.of({
    code: 'EGR0102',
    problem: `${path} must be an object`,
    got: given,
    allowed: positions.join(', '),
    fix: `write ${assignment(path, sourceOf(meant) ?? '{}')}`,
  });
}

/** Returns a constant, or the value that a factory method makes. An error of the method is reported. */
function made(form: ValueForm, name: string, path: string, given: () => readonly unknown[], report: Report): unknown {
  const member = form.members[name];
  if (typeof member !== 'function') return member;
  return attempt(report, path, () => Reflect.apply(member, form.members, given()) as unknown) ?? UNREAD;
}

/** The error for options inside the name of their factory method, which the value does not have. */
function named(form: ValueForm, name: string, path: string, data: Properties): EgressError {
  return EgressError.of({
    code: 'EGR0101',
    problem: `${path} cannot have the property ${name}`,
    got: data,
    allowed: 'the options as the value',
    fix: `write ${assignment(path, sourceOf(data[name]) ?? exampleOf(form))}`,
  });
}

/** The error for an object that is not a factory method with its argument. */
function notOneFactory(form: ValueForm, path: string, data: Properties): EgressError {
  const names = Object.keys(form.factories);
  const [written = '', ...more] = Object.keys(data);
  const meant = more.length === 0 ? didYouMean(written, names) : undefined;
  const renamed =
    argumentOf(form, meant ?? '') === undefined ? `write ${path}: ${meant}` : `rename ${written} to ${meant}`;
  return EgressError.of({
    code: 'EGR0103',
    problem: `${path} must have one property`,
    got: data,
    allowed: names.join(', '),
    fix: meant === undefined ? `write ${assignment(path, nested(form, data) ?? exampleOf(form))}` : renamed,
  });
}

/** Returns the value that was meant by properties beside their factory method: `{ namespace: { name: db, ports: ... } }`. */
function nested({ factories }: ValueForm, data: Properties): string | undefined {
  const { 0: name, length } = Object.keys(data).filter((key) => Object.hasOwn(factories, key));
  const { argument, positions: [first] = [] } = factories[name ?? ''] ?? {};
  if (name === undefined || length > 1 || first === undefined || argument?.kind !== 'struct') return undefined;
  const { [name]: only, ...others } = data;
  const isKnown = Object.keys(others).every((key) => Object.hasOwn(argument.properties, key));
  return isKnown ? sourceOf({ [name]: { [first]: only, ...others } }) : undefined;
}
