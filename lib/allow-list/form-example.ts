import { Form } from './form';

/** Texts of properties that are not hosts. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['namespace', 'payments'],
  ['name', 'nightly'],
  ['secretName', 'token'],
  ['credentialName', 'client-certificate'],
]);

/**
 * Returns a value of a form, as it is written in a file: `{ host: api.example.com }`.
 *
 * @param property name of the property or the factory method that has the value
 */
export function exampleOf(form: Form, property = ''): string {
  switch (form.kind) {
    case 'text':
      return TEXTS.get(property) ?? 'api.example.com';
    case 'number':
      return '443';
    case 'boolean':
      return 'true';
    case 'duration':
      return '5s';
    case 'date':
      return '2027-03-31';
    case 'choice':
      return Object.values(form.members)[0] ?? '';
    case 'list':
      return `[${exampleOf(form.item)}]`;
    case 'map':
    case 'data':
      return '{}';
    case 'struct': {
      const properties = form.required.map((name) => `${name}: ${exampleOf(form.properties[name] ?? form, name)}`);
      return properties.length === 0 ? '{}' : `{ ${properties.join(', ')} }`;
    }
    case 'value': {
      const [[name = '', factory] = []] = Object.entries(form.factories);
      return factory?.argument === undefined ? name : `{ ${name}: ${exampleOf(factory.argument, name)} }`;
    }
  }
}
