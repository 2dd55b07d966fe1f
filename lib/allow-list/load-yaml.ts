/** Loads the reader of YAML for the first file: an app without files pays nothing for it. */
export function loadYaml(): typeof import('yaml') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import at the top would load it with the library
  return require('yaml') as typeof import('yaml');
}
