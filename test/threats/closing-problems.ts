/** What is wrong with what the data says to close a way: no program of those that show it writes such an object by it. */
import { exportedClass, isDefault, isExported } from './exported';
import { givenTo } from './given-to';
import { kindsOf, Program } from './programs';
import { Closing } from './threat';

/**
 * A message for each problem.
 *
 * @param programs those that are applied where it is shown; all where it is shown by tests alone
 */
export function closingProblems(closing: Closing, programs: readonly Program[]): string[] {
  const { by, kind, byDefault } = closing;
  const [name = '', member] = by.split('.');
  if (!isExported(name, member)) return [`${by}: lib/index.ts does not export it`];
  if (byDefault && !isDefault(by)) return [`${by}: is no default`];
  const uses = programs.filter((program) => isUsed(closing, program));
  if (uses.length === 0) return [`${by}: is not used in ${namesOf(programs)}`];
  return uses.some((program) => writes(closing, program)) ? [] : [`${by}: writes no ${kind} in ${namesOf(uses)}`];
}

const namesOf = (programs: readonly Program[]): string => programs.map(({ name }) => name).join(', ') || 'any program';

/** Whether the program makes such a construct, and gives it what it is said to be given. */
function isUsed({ by, to, byDefault }: Closing, { constructs, text }: Program): boolean {
  const [name = '', member] = by.split('.');
  const construct = exportedClass(to ?? name);
  if (construct === undefined || !constructs.some((each) => each instanceof construct)) return false;
  if (byDefault) return !givenTo(text, to ?? name).has(name);
  const wanted = to === undefined ? member : by;
  return wanted === undefined || givenTo(text, to ?? name).has(wanted);
}

/** Whether one of its constructs of the class has an object of the kind. */
function writes({ by, to, writtenBy, kind }: Closing, { constructs }: Program): boolean {
  const construct = exportedClass(writtenBy ?? to ?? by.split('.')[0] ?? '');
  const writers = constructs.filter((each) => construct !== undefined && each instanceof construct);
  return writers.some((each) => kindsOf(each).includes(kind));
}
