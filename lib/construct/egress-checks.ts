import { IConstruct } from 'constructs';
import { ANALYZERS } from '../analysis/all';
import { EgressError } from '../input/egress-error';
import { EgressFinding, FindingLevel } from '../input/finding';
import { acknowledge, makeWarningsErrors } from './acknowledgements';
import { assertConstruct } from './assert-construct';
import { withConstructPath } from './diagnostics';
import { meshesOf } from './mesh';

/**
 * The checks that run at synthesis over all constructs of a mesh. An error stops the synthesis. A warning is printed on standard
 * error, and added to the metadata of its construct.
 *
 * The page `docs/checks.md` lists every check with its code.
 *
 * @example
 * EgressChecks.of(chart).acknowledge('EGR2008', 'the test server has a self-signed certificate');
 * EgressChecks.of(chart).failOnWarnings();
 */
export class EgressChecks {
  /**
   * Returns the checks of a construct and everything below the construct.
   * @throws EgressError for a value that is not a construct
   */
  public static of(scope: IConstruct): EgressChecks {
    assertConstruct('EgressChecks.of(app)', scope);
    return new EgressChecks(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Silences a warning for the construct and everything below the construct.
   *
   * @param code code of the warning, such as `EGR2008`
   * @param reason the reason, for readers of the code and of the metadata of the construct
   * @throws EgressError for the code of an error or of no check, and for an empty reason
   */
  public acknowledge(code: string, reason: string): void {
    withConstructPath(this.scope, () => {
      assertWarning(code);
      assertReason(code, reason);
    });
    acknowledge(this.scope, { code, reason });
  }

  /** Turns the warnings about the construct, and everything below the construct, into errors. */
  public failOnWarnings(): void {
    makeWarningsErrors(this.scope);
  }

  /** Returns the findings about the construct and everything below the construct, sorted by code and construct in each mesh. */
  public findings(): EgressFinding[] {
    const { path, root } = this.scope.node;
    const below = path === '' ? '' : `${path}/`;
    return meshesOf(root)
      .flatMap(({ checks }) => checks.findings())
      .filter(({ constructPath }) => constructPath === path || constructPath.startsWith(below));
  }
}

const WARNINGS = ANALYZERS.filter(({ level }) => level === FindingLevel.WARNING)
  .map(({ code }) => code)
  .sort();

function assertWarning(code: string): void {
  if (WARNINGS.includes(code)) return;
  const text = typeof code === 'string' ? code.trim().toUpperCase() : '';
  const meant = WARNINGS.find((each) => each === text);
  throw EgressError.of({
    code: 'EGR0801',
    problem: 'code must be the code of a warning',
    got: code,
    allowed: WARNINGS.join(', '),
    fix: meant === undefined ? 'write the code that the warning begins with' : `write "${meant}"`,
  });
}

function assertReason(code: string, reason: string): void {
  if (typeof reason === 'string' && reason.trim() !== '') return;
  throw EgressError.of({
    code: 'EGR0801',
    problem: 'reason must be a text that is not empty',
    got: reason,
    allowed: 'a text that is not empty',
    fix: `write your reason for ${code}, such as "the test server has a self-signed certificate"`,
  });
}
