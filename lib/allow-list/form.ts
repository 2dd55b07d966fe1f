/**
 * The form of a value in a file, as data. The reader of files and the JSON Schema are made from the same forms. A form states the
 * kind of a value: the rules of the value are those of the construct that receives the value.
 */
export type Form = ScalarForm | ChoiceForm | ListForm | MapForm | StructForm | ValueForm;

/** A text, a number, a boolean or a duration: `5s`. */
export interface ScalarForm {
  readonly kind: 'text' | 'number' | 'boolean' | 'duration' | 'date';
}

/** A member of an enum, written as the value of the member. */
export interface ChoiceForm {
  readonly kind: 'choice';
  /** Name of the enum: `HostResolution`. */
  readonly className: string;
  readonly members: Readonly<Record<string, string>>;
}

/** A list of values of one form. */
export interface ListForm {
  readonly kind: 'list';
  readonly item: Form;
}

/** A map of texts, or data whose form the construct states. */
export interface MapForm {
  readonly kind: 'map' | 'data';
}

/** A form for each property. */
export type Forms = Readonly<Record<string, Form>>;

/** An object with a form for each property. */
export interface StructForm {
  readonly kind: 'struct';
  readonly properties: Forms;
  readonly required: readonly string[];
}

/** A factory method of a class, or a constant. */
export interface Factory {
  /**
   * The form of its argument. Several arguments are the properties of a struct.
   * @default - no argument
   */
  readonly argument?: Form;
  /** Whether the argument may be left out. */
  readonly isOptional?: boolean;
  /** Names of the properties that are arguments of their own, in order. */
  readonly positions?: readonly string[];
}

/**
 * An instance of a class, written as the name of a factory method with its argument: `{ host: www.wikipedia.org }` is
 * `WildcardTarget.host('www.wikipedia.org')`. A factory method without arguments is a text: `dynamicDns`. The options of a class with
 * `of` alone are written without its name.
 */
export interface ValueForm {
  readonly kind: 'value';
  /** Name of the class: `WildcardTarget`. */
  readonly className: string;
  /** The factory methods and constants of the class, by name. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly factories: Readonly<Record<string, Factory>>;
  /**
   * The factory method whose options are the value, without the name of the method.
   * @default - none: every value has the name of its factory method
   */
  readonly unnamed?: string;
}

export const TEXT: Form = { kind: 'text' };
export const NUMBER: Form = { kind: 'number' };
export const BOOLEAN: Form = { kind: 'boolean' };
export const DURATION: Form = { kind: 'duration' };
export const DATE: Form = { kind: 'date' };
export const MAP: Form = { kind: 'map' };
export const DATA: Form = { kind: 'data' };

/** The forms of an interface's properties. The compiler rejects a missing and an additional name. */
export type FormsOf<T> = { readonly [Name in keyof T]-?: Form };

/** Returns the form of a list. */
export function list(item: Form): Form {
  return { kind: 'list', item };
}

/** Returns the form of an enum. */
export function choice(className: string, members: Readonly<Record<string, string>>): Form {
  return { kind: 'choice', className, members };
}

/** Returns the form of an object. */
export function struct<T>(properties: FormsOf<T>, ...required: (keyof T & string)[]): StructForm {
  return { kind: 'struct', properties, required };
}

/** The factory methods and constants of a class that files have. */
type Factories<C> = { readonly [Name in keyof C]?: Factory };

/** Returns the form of the instances of a class. */
export function value<C extends object>(type: C, factories: Factories<C>, unnamed?: keyof C & string): ValueForm {
  const { name: className } = type as unknown as { readonly name: string };
  const members = type as Readonly<Record<string, unknown>>;
  return {
    kind: 'value',
    className,
    members,
    factories: factories as ValueForm['factories'],
    ...(unnamed !== undefined && { unnamed }),
  };
}

/** Returns the texts that are values without an argument. */
export function textsOf({ factories }: ValueForm): readonly string[] {
  return Object.keys(factories).filter((name) => factories[name]?.argument === undefined || factories[name].isOptional);
}
