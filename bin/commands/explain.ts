import { explainAsked } from '../../lib/audit/answer/explain';
import { explanationToJson, explanationToText } from '../../lib/audit/format/explanation';
import { choiceOf, Command, EXIT, UsageError } from '../command';
import { loadMesh, MESH_HELP, MESH_OPTIONS, PATH_HELP } from '../mesh';
import { questionOf } from '../question';
import { printUnread } from '../unread';

const HELP = `Usage: cdk8s-istio-egress explain --from SOURCE [OPTIONS] URL PATH...

Shows the path of a request through the manifests of an Istio mesh: each hop
with the object, file and line that decides the hop, the callers that the
gateway accepts, and the changes for another outcome.

URL is SCHEME://HOST[:PORT][/PATH] with the scheme http, https, grpc, grpcs,
ws, wss, tls, tcp or udp. A database is tcp://HOST:PORT. UDP never passes the
sidecar. HOST:PORT is TLS at port 443, HTTP at port 80, and TCP at any other
port.
${PATH_HELP}

      --from SOURCE      the workload that sends the request: NAMESPACE or
                         NAMESPACE/SERVICE_ACCOUNT; the service account of a
                         namespace alone is "default"
      --no-sidecar       the workload has no sidecar
      --label KEY=VALUE  a label of the pod; can be repeated
      --method METHOD    the HTTP method; default: unknown
${MESH_HELP}
      --format FORMAT    text or json; default: text
  -h, --help             prints this text

Outcomes:
  gateway  the request leaves through an egress gateway
  direct   the request leaves without an egress gateway
  blocked  the sidecar or a network policy refuses the request, or pods of the
           cluster receive the request
  denied   the gateway refuses the request
  fails    the configuration cannot carry the request

Exit codes:
  0  an answer, for every outcome
  2  wrong arguments, or a part of the input that cannot be read

Examples:
  cdk8s-istio-egress explain --from payments/api https://edition.cnn.com dist/
  cdk8s-istio-egress explain --from payments --no-sidecar tcp://db.corp:5432 .
`;

/** Shows the path of a request through manifests. */
export const explain: Command = {
  help: HELP,
  options: {
    ...MESH_OPTIONS,
    from: { type: 'string' },
    'no-sidecar': { type: 'boolean' },
    label: { type: 'string', multiple: true },
    method: { type: 'string' },
    format: { type: 'string' },
  },
  run(args) {
    const [url, ...paths] = args.positionals;
    if (url === undefined) throw new UsageError('write a URL, such as https://edition.cnn.com');
    const question = questionOf(args, url);
    const format = choiceOf(args, 'format', ['text', 'json']);
    const { mesh, problems } = loadMesh(args, paths);
    const answer = explainAsked(mesh, question);
    process.stdout.write((format === 'json' ? explanationToJson : explanationToText)(question, answer));
    return printUnread(problems) ? EXIT.unreadable : EXIT.success;
  },
};
