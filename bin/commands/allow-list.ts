import { App, Chart } from 'cdk8s';
import { EgressAllowList } from 'cdk8s-istio-egress';
import { statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { Arguments, MistakesError, Options, UnreadableError, UsageError } from '../command';
import { namespaceOf } from '../namespace-option';

/** The options of the commands that read an allow-list. */
export const ALLOW_LIST_OPTIONS: Options = { namespace: { type: 'string', short: 'n' } };

export const ALLOW_LIST_HELP = `  -n, --namespace NAME   namespace of the VirtualServices and ServiceEntries;
                         default: that of the gateway
  -h, --help             prints this text

Exit codes:
  0  success
  1  mistakes in the file`;

/**
 * Reads the allow-list of the arguments into a chart of an app, and checks the chart. The name of the file without its extension is
 * the name of the chart. The validation of the library prints its warnings, once.
 *
 * @throws UsageError for wrong arguments
 * @throws UnreadableError for a file that does not exist
 * @throws MistakesError for mistakes in the file
 */
export function readAllowList(command: string, args: Arguments, outdir?: string): { app: App; chart: Chart } {
  const [file, ...more] = args.positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError(`${command} must have one file: write ${command} egress.yaml`);
  const namespace = ownNamespace(args);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== false) {
    throw new UnreadableError(`cannot read ${resolve(file)}: write the path of a file that exists`);
  }
  const app = new App({ outdir });
  const chart = new Chart(app, basename(file, extname(file)), { namespace });
  try {
    EgressAllowList.fromFile(chart, 'list', { file });
  } catch (error) {
    throw new MistakesError((error as Error).message);
  }
  const errors = app.node.findAll().flatMap(({ node }) => node.validate());
  if (errors.length > 0) throw new MistakesError(errors.join('\n'));
  return { app, chart };
}

/** Returns the namespace of the objects. */
function ownNamespace(args: Arguments): string | undefined {
  const namespace = namespaceOf(args);
  if (namespace?.startsWith('kube-') !== true) return namespace;
  throw new UsageError(`--namespace cannot be ${namespace}: namespaces that begin with kube- are those of the cluster`);
}
