import { allCases, NamedCase } from '../cases/cases';
import { Options } from './options';

/**
 * Returns the examples that a run is about.
 *
 * @throws {Error} when there are none
 */
export async function selected({ only }: Pick<Options, 'only'>): Promise<NamedCase[]> {
  const examples = (await allCases()).filter(({ name }) => name.includes(only));
  if (examples.length === 0) throw new Error(`no folder of examples/ with a case has '${only}' in its name`);
  return examples;
}
