import { waysOf } from '../../lib/audit/answer/ways';
import { graphToDot } from '../../lib/audit/graph/dot';
import { graphOf } from '../../lib/audit/graph/graph';
import { graphToMermaid } from '../../lib/audit/graph/mermaid';
import { choiceOf, Command, EXIT } from '../command';
import { loadMesh, MESH_HELP, MESH_OPTIONS, PATH_HELP } from '../mesh';
import { printUnread } from '../unread';

const HELP = `Usage: cdk8s-istio-egress graph [OPTIONS] PATH...

Draws the sources, the egress gateways and the hosts of manifests, with the
requests around the gateways in red. Hosts with the same sources and gateway
are one box if a box for each host is too much for a picture.

${PATH_HELP}

${MESH_HELP}
      --format FORMAT    mermaid (a flowchart for Markdown) or dot (Graphviz);
                         default: mermaid
  -h, --help             prints this text

Exit codes:
  0  a picture
  2  wrong arguments, or a part of the input that cannot be read

Examples:
  cdk8s-istio-egress graph dist/
  cdk8s-istio-egress graph --format dot dist/ | dot -Tsvg > egress.svg
`;

const FORMATS = { mermaid: graphToMermaid, dot: graphToDot } as const;

/** Draws the ways of manifests. */
export const graph: Command = {
  help: HELP,
  options: { ...MESH_OPTIONS, format: { type: 'string' } },
  run(args) {
    const format = choiceOf(args, 'format', ['mermaid', 'dot']);
    const { mesh, problems } = loadMesh(args);
    process.stdout.write(FORMATS[format](graphOf(waysOf(mesh))));
    return printUnread(problems) ? EXIT.unreadable : EXIT.success;
  },
};
