import { describeDirectWays, distinctWays } from '../../lib/audit/answer/describe-ways';
import { waysOf } from '../../lib/audit/answer/ways';
import { toGithub } from '../../lib/audit/format/github';
import { toJson } from '../../lib/audit/format/json';
import { allAssumptions, AuditReport, countLevels, reportedFindings } from '../../lib/audit/format/report';
import { Level, LEVELS } from '../../lib/audit/manifest/level';
import { toSarif } from '../../lib/audit/format/sarif';
import { toTable } from '../../lib/audit/format/table';
import { ReadMesh } from '../../lib/audit/model/mesh-of';
import { auditWithSuppressed } from '../../lib/audit/rules/audit';
import { Arguments, choiceOf, Command, EXIT } from '../command';
import { MESH_HELP, MESH_OPTIONS, PATH_HELP, readMeshOf } from '../mesh';

const HELP = `Usage: cdk8s-istio-egress audit [OPTIONS] PATH...

Finds mistakes in the manifests of an Istio mesh: requests that leave around
the egress gateway, routes that fail, and callers that the gateway does not
restrict. The command reads files, and neither a cluster nor a network.

${PATH_HELP}

${MESH_HELP}
      --format FORMAT    table, json, sarif or github (annotations of GitHub
                         Actions); default: table
      --min-level LEVEL  lowest level of the printed findings: error, warning
                         or note; default: warning
      --no-suppress      counts and prints all findings; without the option, the
                         annotation suppress.cdk8s-istio-egress/CODE: REASON of
                         an object suppresses the findings of a rule in the
                         object
  -h, --help             prints this text

Exit codes:
  0  no error
  1  findings with level error
  2  wrong arguments, or a part of the input that cannot be read

Examples:
  cdk8s-istio-egress audit dist/
  helm template my-chart | cdk8s-istio-egress audit --mesh mesh.yaml -
  cdk8s-istio-egress audit --format sarif dist/ > audit.sarif
`;

const FORMATS = { table: toTable, json: toJson, sarif: toSarif, github: toGithub } as const;

/** Finds mistakes in manifests. */
export const audit: Command = {
  help: HELP,
  options: {
    ...MESH_OPTIONS,
    format: { type: 'string' },
    'min-level': { type: 'string' },
    'no-suppress': { type: 'boolean' },
  },
  run(args) {
    const format = choiceOf(args, 'format', ['table', 'json', 'sarif', 'github']);
    const minLevel = choiceOf(args, 'min-level', ['warning', ...LEVELS]);
    const read = readMeshOf(args);
    const report = reportOf(read, minLevel, args);
    process.stdout.write(FORMATS[format](report));
    if (read.problems.some(({ level }) => level === 'error')) return EXIT.unreadable;
    return report.summary.levels.error > 0 ? EXIT.mistakes : EXIT.success;
  },
};

function reportOf({ mesh, problems, files }: ReadMesh, minLevel: Level, { values }: Arguments): AuditReport {
  const result = auditWithSuppressed(mesh);
  const showSuppressed = values['no-suppress'] === true;
  const counted = showSuppressed ? [...result.findings, ...result.suppressed] : result.findings;
  // Ways of no object would look like an answer about the manifests, none of which was read.
  const ways = mesh.manifests.length === 0 ? [] : waysOf(mesh);
  const outcomes: Record<string, number> = {};
  for (const { outcome } of distinctWays(ways)) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    findings: reportedFindings(result, problems, { minLevel, showSuppressed }),
    assumptions: allAssumptions(mesh, ways),
    direct: describeDirectWays(ways),
    summary: {
      files,
      objects: mesh.manifests.length,
      levels: countLevels([...problems, ...counted]),
      suppressed: showSuppressed ? 0 : result.suppressed.length,
      ways: outcomes,
    },
  };
}
