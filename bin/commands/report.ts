import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { distinctWays } from '../../lib/audit/answer/describe-ways';
import { waysOf } from '../../lib/audit/answer/ways';
import { allAssumptions, reportedFindings } from '../../lib/audit/format/report';
import { toHtml } from '../../lib/audit/report/html';
import { auditWithSuppressed } from '../../lib/audit/rules/audit';
import { Command, EXIT, textOf, UnreadableError } from '../command';
import { loadMesh, MESH_HELP, MESH_OPTIONS, namesOf, PATH_HELP } from '../mesh';
import { printUnread } from '../unread';

const HELP = `Usage: cdk8s-istio-egress report [OPTIONS] PATH...

Writes one HTML page about the egress of a mesh: what leaves around the
gateways, who reaches what through which gateway, the findings of the audit,
and what the answers assume. The page loads nothing from any network.

${PATH_HELP}

${MESH_HELP}
  -o, --output FILE      file of the page, or - for standard output; default:
                         report.html
  -h, --help             prints this text

Exit codes:
  0  the page is written
  2  wrong arguments, a part of the input that cannot be read, or a file that
     cannot be written

Examples:
  cdk8s-istio-egress report dist/
  kubectl get configmap istio -n istio-system -o yaml > mesh.yaml
  KINDS=namespaces,services,endpointslices,pods,deployments,daemonsets
  KINDS=$KINDS,statefulsets,cronjobs,networkpolicies,authorizationpolicies
  KINDS=$KINDS,gateways.networking.istio.io,serviceentries,virtualservices
  KINDS=$KINDS,destinationrules,sidecars,envoyfilters,wasmplugins,proxyconfigs
  KINDS=$KINDS,telemetries
  kubectl get $KINDS -A -o yaml | cdk8s-istio-egress report --mesh mesh.yaml -
`;

/** The file that is standard output. */
const STANDARD_OUTPUT = '-';

/** Writes the HTML page of a mesh. */
export const report: Command = {
  help: HELP,
  options: { ...MESH_OPTIONS, output: { type: 'string', short: 'o' } },
  run(args) {
    const output = textOf(args, 'output') ?? 'report.html';
    const { mesh, problems, files } = loadMesh(args);
    const ways = waysOf(mesh);
    const result = auditWithSuppressed(mesh);
    const html = toHtml({
      title: namesOf(args.positionals),
      files,
      objects: mesh.manifests.length,
      ways: distinctWays(ways),
      findings: reportedFindings(result, problems, { minLevel: 'note', showSuppressed: false }),
      suppressed: result.suppressed.length,
      assumptions: allAssumptions(mesh, ways),
    });
    if (output === STANDARD_OUTPUT) process.stdout.write(html);
    else {
      write(output, html);
      process.stdout.write(`${output}\n`);
    }
    return printUnread(problems) ? EXIT.unreadable : EXIT.success;
  },
};

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UnreadableError(`--output: cannot write ${file}: ${(error as Error).message}; fix: write --output FILE`);
  }
}
