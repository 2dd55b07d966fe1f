import { meshOf, ReadMesh, settingsOf } from '../lib/audit/model/mesh-of';
import { STANDARD_INPUT } from '../lib/audit/manifest/read-manifests';
import { Arguments, Options, textOf, UnreadableError, UsageError } from './command';
import { fileOf, filesOf } from './files';
import { namespaceOf } from './namespace-option';
import { unreadOf } from './unread';

/** The options of every command that reads a mesh. */
export const MESH_OPTIONS: Options = { mesh: { type: 'string' }, namespace: { type: 'string', short: 'n' } };

/** The sentence of `--help` about the paths of every command that reads a mesh. */
export const PATH_HELP = `PATH is a file, a folder (its .yaml, .yml and .json files, and all folders
below), - for standard input, or REV:PATH of git.`;

/** The lines of `--help` about the options of every command that reads a mesh. */
export const MESH_HELP = `  -n, --namespace NAME   namespace of objects without metadata.namespace, as
                         of "kubectl apply"; default: default
      --mesh FILE        settings of the mesh: a MeshConfig, an IstioOperator,
                         values of Helm or the ConfigMap istio, with the
                         further fields clusterDomain, gatewayServices,
                         namespaceLabels and revision (docs/guide/audit.md of
                         the package); default: the ConfigMap istio, an
                         IstioOperator or an Istio among the manifests, else
                         the defaults of Istio`;

/** Returns paths in a sentence. */
export function namesOf(paths: readonly string[]): string {
  return paths.map((path) => (path === STANDARD_INPUT ? 'standard input' : path)).join(', ');
}

/**
 * Reads the mesh of paths, with the settings of `--mesh`. The paths have an object, or a problem.
 *
 * @throws UsageError without a path
 * @throws UnreadableError for a path that does not exist, paths without any object, and a file of settings with mistakes
 */
export function readMeshOf(args: Arguments, paths: readonly string[] = args.positionals, mayBeEmpty = false): ReadMesh {
  if (paths.length === 0) throw new UsageError('write a PATH: a file, a folder, - or REV:PATH');
  const settingsFile = textOf(args, 'mesh');
  const given = settingsFile === undefined ? undefined : settingsOf(fileOf('--mesh', settingsFile));
  const [mistake] = given?.problems ?? [];
  if (mistake !== undefined) {
    throw new UnreadableError(`--mesh: ${mistake.file}:${mistake.line}: ${mistake.message}; fix: ${mistake.fix}`);
  }
  const files = filesOf(paths, namespaceOf(args));
  const read = meshOf(files.sources, given?.settings);
  const problems = [...files.problems, ...read.problems];
  if (!mayBeEmpty && read.mesh.manifests.length === 0 && unreadOf(problems).length === 0) {
    throw new UnreadableError(`no Kubernetes object in ${namesOf(paths)}: write the path of manifests`);
  }
  return { mesh: read.mesh, problems, files: read.files };
}

/**
 * Reads the mesh of paths as {@link readMeshOf} does, for a command that answers from the objects.
 *
 * @throws UnreadableError also if no object can be read: an answer about no object would look like an answer about the manifests
 */
export function loadMesh(args: Arguments, paths?: readonly string[], mayBeEmpty?: boolean): ReadMesh {
  const read = readMeshOf(args, paths, mayBeEmpty);
  const unread = unreadOf(read.problems);
  if (read.mesh.manifests.length === 0 && unread.length > 0) throw new UnreadableError(unread.join('\n'));
  return read;
}
