import { readFileSync } from 'node:fs';
import { waysOf } from '../audit/answer/ways';
import { allAssumptions, countLevels, ReportedFinding, reportedFindings } from '../audit/format/report';
import { idOf, Manifest, nameOf, namespaceOf } from '../audit/manifest/manifest';
import { SourceFile } from '../audit/manifest/read-manifests';
import { meshOf, settingsOf } from '../audit/model/mesh-of';
import { MeshSettings } from '../audit/model/settings';
import { auditWithSuppressed } from '../audit/rules/audit';
import { groupBy } from '../input/group-by';
import { EgressError } from '../input/egress-error';
import { EgressValidationProperties, parseProperties, ReadProperties } from './properties';
import { ValidationContext, ValidationViolation } from './validation-context';

/**
 * The audit as a validation plugin of `cdk8s synth`. The plugin reads the manifests that the app wrote, and needs no cluster.
 *
 * @example
 * // The entry of `validations` in cdk8s.yaml has `package`, `version`, `class` and these properties.
 * new EgressValidation({ meshFile: 'mesh.yaml', failOn: 'warning' });
 */
export class EgressValidation {
  private readonly properties: ReadProperties;

  /** @throws EgressError for an unknown property, and for a malformed value; `cdk8s synth` then ends with 1 */
  public constructor(properties: EgressValidationProperties = {}) {
    this.properties = parseProperties(properties);
  }

  /**
   * Audits the manifests, and submits the report. `cdk8s synth` ends with 2 if the report has a finding of the level `failOn`.
   *
   * @throws EgressError for a file of settings that cannot be read, or has mistakes; `cdk8s synth` then ends with 1
   */
  // eslint-disable-next-line @typescript-eslint/require-await -- cdk8s-cli awaits a promise, and reports its rejection
  public async validate({ manifests, report }: ValidationContext): Promise<void> {
    const { meshFile, namespace, failOn, ...options } = this.properties;
    const settings = meshFile === undefined ? {} : settingsIn(meshFile);
    const { mesh, problems } = meshOf(
      manifests.map((file) => ({ ...readSource(file), namespace })),
      settings,
    );
    const result = auditWithSuppressed(mesh);
    const names = namesInReport([...mesh.manifests, ...mesh.ofOtherRevisions]);
    for (const finding of reportedFindings(result, problems, options)) {
      report.addViolation(violationOf(finding, names));
    }
    const { error, warning } = countLevels([...problems, ...result.findings]);
    const fails = failOn !== 'never' && (error > 0 || (failOn === 'warning' && warning > 0));
    report.submit(fails ? 'failure' : 'success', {
      Objects: String(mesh.manifests.length),
      Errors: String(error),
      Warnings: String(warning),
      Suppressed: String(result.suppressed.length),
      ...assumptionRows(allAssumptions(mesh, waysOf(mesh))),
    });
  }
}

/** Returns a row for each assumption: cdk8s-cli makes the summary as wide as its longest row. */
function assumptionRows(assumptions: readonly string[]): Record<string, string> {
  if (assumptions.length === 0) return { Assumptions: 'none' };
  return Object.fromEntries(assumptions.map((text, index) => [`Assumption ${index + 1}`, text]));
}

function readSource(file: string): SourceFile {
  return { file, text: readFileSync(file, 'utf8') };
}

function settingsIn(file: string): MeshSettings {
  const { settings, problems } = settingsOf(readMeshFile(file));
  const [first] = problems;
  if (first === undefined) return settings;
  throw EgressError.of({
    code: 'EGR0103',
    problem: `meshFile must have settings of a mesh: ${first.message}`,
    got: `${file}:${first.line}`,
    allowed: 'the forms of the option --mesh of the command',
    fix: first.fix,
  });
}

function readMeshFile(file: string): SourceFile {
  try {
    return readSource(file);
  } catch {
    throw EgressError.of({
      code: 'EGR0103',
      problem: 'meshFile must be the path of a file that exists',
      got: file,
      allowed: 'a path from the folder of cdk8s.yaml',
      fix: 'write meshFile: mesh.yaml, and create this file',
    });
  }
}

/**
 * Returns the names in the report, by kind and full name of the object. cdk8s-cli finds the path of a construct by the name alone. If
 * two namespaces have objects of one name, the name in the report has the namespace: cdk8s-cli then reports no path, instead of the
 * path of the wrong construct.
 */
function namesInReport(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const byName = groupBy(manifests, ({ metadata }) => metadata.name);
  return new Map(
    manifests.map((manifest) => {
      const { name } = manifest.metadata;
      const isShared = byName.get(name)?.some((other) => namespaceOf(other) !== namespaceOf(manifest)) === true;
      return [nameOf(manifest), isShared ? idOf(manifest) : name];
    }),
  );
}

function violationOf(finding: ReportedFinding, names: ReadonlyMap<string, string>): ValidationViolation {
  const { code, level, message, fix, object, file = '', line, suppressed } = finding;
  const place = [object, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined);
  const resource = {
    resourceName: object === undefined ? 'a document' : (names.get(object) ?? object),
    manifestPath: file,
  };
  return {
    ruleName: `${code} ${level}`,
    recommendation: suppressed === undefined ? message : `${message} (suppressed: ${suppressed})`,
    fix,
    violatingResources: [{ ...resource, locations: [place.join(', ') || 'the file'] }],
  };
}
