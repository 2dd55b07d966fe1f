import { isDnsLabel } from '../input/kubernetes-name';
import { EgressError } from '../input/egress-error';
import { Report } from './decode';

/** The names of the rows of a list, which are the construct ids of their routes. */
export class RowNames {
  private readonly taken = new Set<string>();

  /** Returns the name of a row. Reports a malformed name, and the name of an earlier row, and returns undefined. */
  public take(name: unknown, report: Report): string | undefined {
    const text = typeof name === 'string' ? name : '';
    const isSound = isDnsLabel(text);
    if (isSound && !this.taken.has(text)) {
      this.taken.add(text);
      return text;
    }
    report('name', isSound ? malformed('EGR0106', `name must not repeat ${text}`, name, `${text}-2`) : notAName(name));
    return undefined;
  }
}

function notAName(name: unknown): EgressError {
  const words = typeof name === 'string' ? name.toLowerCase().match(/[a-z0-9]+/g) : null;
  return malformed('EGR0110', 'name must be a DNS-1123 label', name, (words ?? ['github']).join('-'));
}

function malformed(code: 'EGR0106' | 'EGR0110', problem: string, got: unknown, other: string): EgressError {
  return EgressError.of({
    code,
    problem,
    got,
    allowed: 'a name of its own for each row: lower case letters, digits and inner hyphens; at most 63 characters',
    fix: `write name: ${other}`,
  });
}
