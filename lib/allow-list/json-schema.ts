/** The JSON Schema of a file, from the forms by which files are read. */
import { DAY_TEXT } from './dates';
import { DURATION_TEXT } from './durations';
import { FILE_FORMS } from './file-forms';
import { Form, Forms, StructForm, textsOf, ValueForm } from './form';
import { KIND_FORMS, kindOf, ROW_FORMS } from './row-forms';
import { AllowListProtocol } from './allow-list-protocol';

/** A JSON Schema, draft 7, which editors read. */
type Schema = Readonly<Record<string, unknown>>;

/** Returns the JSON Schema of the files that `EgressAllowList.fromFile` reads. */
export function fileSchema(): Schema {
  const parts = Object.entries(FILE_FORMS).map(([name, form]) => [name, schemaOf(form)] as const);
  const kinds = Object.entries(KIND_FORMS).map(([kind, form]) => [kind, schemaOf(form)] as const);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'An allow-list of cdk8s-istio-egress',
    type: 'object',
    properties: { ...Object.fromEntries(parts), rows: { type: 'array', minItems: 1, items: rowSchema() } },
    required: ['rows'],
    additionalProperties: false,
    not: { required: ['gateway', 'existingGateway'] },
    definitions: Object.fromEntries(kinds),
  };
}

/** The protocol of a row selects the properties of the row; for TCP, also `cidrs`. */
function rowSchema(): Schema {
  const protocols = Object.values(AllowListProtocol);
  return {
    type: 'object',
    properties: propertiesOf({ protocol: ROW_FORMS.protocol }),
    required: ['protocol'],
    allOf: protocols.map((protocol) => ({
      if: { properties: { protocol: { const: protocol } }, required: ['protocol'] },
      then: rowOf(protocol),
    })),
  };
}

function rowOf(protocol: AllowListProtocol): Schema {
  const [withCidrs, without] = [true, false].map((hasCidrs) => ({
    $ref: `#/definitions/${kindOf(protocol, hasCidrs)}`,
  }));
  if (withCidrs?.$ref === without?.$ref) return without ?? {};
  return { if: { required: ['cidrs'] }, then: withCidrs, else: without };
}

/** Returns the JSON Schema of a form. */
export function schemaOf(form: Form): Schema {
  switch (form.kind) {
    case 'text':
      return { type: 'string' };
    case 'number':
      return { type: 'integer' };
    case 'boolean':
      return { type: 'boolean' };
    case 'duration':
      return { type: 'string', pattern: DURATION_TEXT.source };
    case 'date':
      return { type: 'string', pattern: DAY_TEXT.source };
    case 'choice':
      return { enum: Object.values(form.members) };
    case 'list':
      return { type: 'array', items: schemaOf(form.item) };
    case 'map':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'data':
      return { type: 'object' };
    case 'struct':
      return structSchema(form);
    case 'value':
      return valueSchema(form);
  }
}

function structSchema({ properties, required }: StructForm): Schema {
  return {
    type: 'object',
    properties: propertiesOf(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function propertiesOf(forms: Forms): Schema {
  return Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, schemaOf(form)]));
}

function valueSchema(form: ValueForm): Schema {
  const texts = textsOf(form).filter((name) => name !== form.unnamed);
  const named = Object.entries(form.factories).flatMap(([name, { argument, positions }]) => {
    if (argument === undefined) return [];
    const isAlone = positions?.length === 1 && argument.kind === 'struct';
    const alone = isAlone ? [schemaOf(argument.properties[positions[0] ?? ''] ?? argument)] : [];
    return [{ name, schema: alone.length > 0 ? { anyOf: [...alone, schemaOf(argument)] } : schemaOf(argument) }];
  });
  const objects = named.map(({ name, schema }) =>
    name === form.unnamed
      ? schema
      : { type: 'object', properties: { [name]: schema }, required: [name], additionalProperties: false },
  );
  const choices = [...(texts.length > 0 ? [{ enum: texts }] : []), ...objects];
  return choices.length === 1 ? (choices[0] ?? {}) : { anyOf: choices };
}
