import { App, Chart, Names } from 'cdk8s';
import { EgressAllowList } from 'cdk8s-istio-egress';
import { readFileSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Usage:
  cdk8s-istio-egress synth FILE [-o FOLDER] [-n NAMESPACE]   writes the manifests of an allow-list
  cdk8s-istio-egress validate FILE [-n NAMESPACE]            checks an allow-list, and writes nothing

FILE is YAML or JSON. Its form: docs/guide/allow-lists.md of the package.

  -o, --output FOLDER        folder of the manifests; default: dist
  -n, --namespace NAMESPACE  namespace of the VirtualServices and ServiceEntries; default: that of the gateway
  -h, --help                 prints this text
      --version              prints the version of the package

Exit codes: 0 success, 1 mistakes in the file, 2 wrong arguments, a file that does not exist or a folder that cannot be written.
`;

/** The name of a namespace. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The arguments of the command. */
interface Call {
  readonly command: 'synth' | 'validate';
  readonly file: string;
  readonly output: string;
  readonly namespace?: string | undefined;
}

/** Runs the command. Returns the exit code. */
export function main(args: readonly string[]): number {
  const call = parseCall(args);
  if (call === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (call === 'version') {
    const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (typeof call === 'string') {
    process.stderr.write(`${call}\n\n${USAGE}`);
    return 2;
  }
  try {
    return run(call);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

/** Returns the call, `help`, `version`, or the mistake of the arguments. */
function parseCall(args: readonly string[]): Call | string {
  const options = {
    output: { type: 'string', short: 'o' },
    namespace: { type: 'string', short: 'n' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, file, ...more] = positionals;
    if (values.help === true) return 'help';
    if (values.version === true) return 'version';
    if (command === undefined) return 'write a command: synth or validate';
    if (command !== 'synth' && command !== 'validate') return `unknown command ${command}`;
    if (file === undefined || more.length > 0) return `${command} must have one file`;
    if (!LABEL.test(values.namespace ?? 'default')) {
      return `--namespace must be a DNS-1123 label: got "${values.namespace}"; allowed: lower case letters, digits and inner hyphens; at most 63 characters`;
    }
    if (values.namespace?.startsWith('kube-') === true) {
      return `--namespace cannot be ${values.namespace}: namespaces that begin with kube- are those of the cluster`;
    }
    if (command === 'validate' && values.output !== undefined) return 'validate writes nothing: remove --output';
    return { command, file, output: values.output ?? 'dist', namespace: values.namespace };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Returns the exit code. The name of the file without its extension is the name of the manifest. */
function run({ command, file, output, namespace }: Call): number {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== false) {
    process.stderr.write(`FILE: cannot read ${resolve(file)}: write the path of a file that exists\n`);
    return 2;
  }
  const app = new App({ outdir: output });
  const chart = new Chart(app, basename(file, extname(file)), { namespace });
  EgressAllowList.fromFile(chart, 'list', { file });
  // The validation of the library prints its warnings, once.
  const errors = app.node.findAll().flatMap(({ node }) => node.validate());
  if (errors.length > 0) throw new Error(errors.join('\n'));
  if (command === 'validate') return 0;
  try {
    app.synth();
  } catch (error) {
    process.stderr.write(`--output: cannot write to ${output}: ${(error as Error).message}\n`);
    return 2;
  }
  process.stdout.write(`${join(output, `${Names.toDnsLabel(chart)}${app.outputFileExtension}`)}\n`);
  return 0;
}
