import { IConstruct } from 'constructs';
import { analyze, analyzeApp } from '../analysis/all';
import { AppModel } from '../analysis/apps';
import { EgressFinding, FindingLevel } from '../input/finding';
import { findingText } from '../input/finding-text';
import { MeshModel } from '../mesh/mesh-model';
import { isAcknowledged, areWarningsErrors } from './acknowledgements';
import { warn } from './diagnostics';
import { explained } from './explained';

/**
 * The findings of one mesh. cdk8s calls a validation once per chart and once more; the findings are computed once per state of the
 * mesh.
 */
export class Checks {
  private analyzed?: { readonly revision: number; readonly findings: readonly EgressFinding[] };
  private readonly reported = new Set<string>();

  public constructor(
    private readonly scope: IConstruct,
    private readonly model: MeshModel,
    private readonly constructs: ReadonlyMap<string, IConstruct>,
    private readonly app: () => AppModel,
  ) {}

  /** Returns the findings that are not acknowledged, with warnings as errors where the app asks for it. */
  public findings(): readonly EgressFinding[] {
    const { revision } = this.model;
    if (this.analyzed?.revision !== revision) this.analyzed = { revision, findings: analyze(this.model) };
    const ofApp = analyzeApp(this.app()).filter(({ constructPath }) => constructPath === this.scope.node.path);
    return [...ofApp, ...this.analyzed.findings].flatMap((given) => {
      const construct = this.constructOf(given);
      const finding = explained(construct, given);
      if (finding.level === FindingLevel.ERROR) return [finding];
      if (isAcknowledged(construct, finding.code)) return [];
      return [areWarningsErrors(construct) ? { ...finding, level: FindingLevel.ERROR } : finding];
    });
  }

  /** Reports each warning once, and returns the errors for cdk8s. */
  public report(): string[] {
    const findings = this.findings();
    for (const finding of findings.filter(({ level }) => level === FindingLevel.WARNING)) {
      const text = findingText(finding);
      if (!this.reported.has(text)) warn(this.constructOf(finding), finding);
      this.reported.add(text);
    }
    return findings.filter(({ level }) => level === FindingLevel.ERROR).map(findingText);
  }

  private constructOf({ constructPath }: EgressFinding): IConstruct {
    return this.constructs.get(constructPath) ?? this.scope;
  }
}
