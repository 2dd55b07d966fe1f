import { WayOut } from '../answer/ways';
import { ReportedFinding } from '../format/report';

/** The content of the page. */
export interface Report {
  /** The paths that were read, as the user wrote them. */
  readonly title: string;
  readonly files: number;
  readonly objects: number;
  readonly ways: readonly WayOut[];
  readonly findings: readonly ReportedFinding[];
  /** The number of findings that annotations suppress. */
  readonly suppressed: number;
  /** The facts that the manifests do not state and the ways rely on, a sentence each. */
  readonly assumptions: readonly string[];
}
