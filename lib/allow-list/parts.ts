import { EgressError } from '../input/egress-error';
import { EgressFinding } from '../input/finding';
import { attempt, Report } from './decode';
import { Origin, Part } from './origin';
import { isAboutUnread } from './unread';

/** A call of a factory method at the beginning of a problem, with the value that the method names in one word. */
const FACTORY = /^[A-Z]\w+\.\w+(?:: (\w+)(?= (?:must|cannot|and)\b|[.[]))?/;

/** The mistakes of all parts of a list. */
export class Parts {
  private readonly found: EgressFinding[] = [];

  public constructor(private readonly origin: Origin) {}

  /** The findings, in the order of the file. */
  public get findings(): readonly EgressFinding[] {
    return this.found;
  }

  /** Reads a part, and collects its mistakes. Returns undefined for a part with a mistake. */
  public read<T>(part: Part, read: (report: Report) => T): T | undefined {
    const errors: EgressError[] = [];
    const report: Report = (path, error) => errors.push(path === '' ? error : atPath(path, error));
    const result = attempt(report, '', () => read(report));
    if (errors.length === 0) return result;
    const { findings } = EgressError.join(errors);
    const open = findings.filter((finding) => !isAboutUnread(finding));
    this.found.push(...(open.length > 0 ? open : findings).map(this.origin(part)));
    return undefined;
  }
}

/** Returns an error of a factory method with the path of its value in place of the method. */
function atPath(path: string, error: EgressError): EgressError {
  if (!error.findings.some(({ problem }) => FACTORY.test(problem))) return error;
  return EgressError.ofFindings(error.findings.map((each) => ({ ...each, problem: named(path, each.problem) })));
}

/** The last part of a path can be the argument itself: `wildcardTarget.host` for `WildcardTarget.host: host must be ...`. */
function named(path: string, problem: string): string {
  return problem.replace(FACTORY, (_, subject?: string) => {
    if (subject === undefined) return path;
    return path.endsWith(`.${subject}`) ? path : `${path}.${subject}`;
  });
}

/** Returns findings in the order of their places in a file. */
export function inOrderOfFile(findings: readonly EgressFinding[]): readonly EgressFinding[] {
  const placed = findings.map((finding) => ({ finding, place: positionOf(finding) }));
  return placed
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .map((each) => each.finding);
}

function positionOf({ location = '' }: EgressFinding): { readonly line: number; readonly column: number } {
  const [, line = 0, column = 0] = /:(\d+):(\d+)$/.exec(location) ?? [];
  return { line: Number(line), column: Number(column) };
}
