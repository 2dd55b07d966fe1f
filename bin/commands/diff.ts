import { Diff, diffOf, needsApproval } from '../../lib/audit/diff/diff';
import { diffToJson } from '../../lib/audit/format/diff-json';
import { diffToMarkdown } from '../../lib/audit/format/diff-markdown';
import { diffToTable } from '../../lib/audit/format/diff-table';
import { choiceOf, Command, EXIT, UsageError } from '../command';
import { loadMesh, MESH_HELP, MESH_OPTIONS, PATH_HELP } from '../mesh';
import { printUnread } from '../unread';

const HELP = `Usage: cdk8s-istio-egress diff [OPTIONS] OLD NEW

Shows the effect of a change of manifests on the requests of each source to
each host and port: what opens, closes, breaks, is mended, or leaves another
way. Findings of the audit that are new, fixed or suppressed since are shown
too. Neither the order of objects nor their names, labels and formatting are a
change.

OLD and NEW are paths. OLD may have no object: the first manifests of a
repository.
${PATH_HELP}

${MESH_HELP}
      --format FORMAT    table, json or markdown (a comment of a pull request);
                         default: table
      --allow-opening    ends with 0 if something opens, or the audit has a new
                         error
  -h, --help             prints this text

Exit codes:
  0  nothing opens
  1  a source gains a way out: through a gateway, around the gateways, or to
     another destination; or may gain a way by an object that is not evaluated;
     or the audit has a new error
  2  wrong arguments, or a part of the input that cannot be read

Examples:
  cdk8s-istio-egress diff main:dist dist
  cdk8s-istio-egress diff --mesh mesh.yaml --format markdown old/ new/
`;

const FORMATS = {
  table: (found: Diff) => diffToTable(found, process.stdout.columns),
  json: diffToJson,
  markdown: diffToMarkdown,
} as const;

/** Shows the effect of a change of manifests. */
export const diff: Command = {
  help: HELP,
  options: { ...MESH_OPTIONS, format: { type: 'string' }, 'allow-opening': { type: 'boolean' } },
  run(args) {
    const [old, now, ...more] = args.positionals;
    if (old === undefined || now === undefined || more.length > 0) throw new UsageError('write two paths: OLD NEW');
    const format = choiceOf(args, 'format', ['table', 'json', 'markdown']);
    const [before, after] = [loadMesh(args, [old], true), loadMesh(args, [now])];
    const found = diffOf(before.mesh, after.mesh);
    process.stdout.write(FORMATS[format](found));
    if (printUnread([...before.problems, ...after.problems])) return EXIT.unreadable;
    return needsApproval(found) && args.values['allow-opening'] !== true ? EXIT.mistakes : EXIT.success;
  },
};
