import { documentsOf } from '../manifest/documents';
import { lineOf } from '../manifest/line-of';
import { Manifest } from '../manifest/manifest';
import { readDocument } from '../manifest/read-document';
import { readManifests, SourceFile } from '../manifest/read-manifests';
import { readingProblem, ReadingProblem } from '../manifest/reading-problem';
import { Mesh, readMesh } from './mesh';
import { readSettings } from './read-settings';
import { MeshSettings } from './settings';

/** The mesh of files, and the problems of reading. */
export interface ReadMesh {
  readonly mesh: Mesh;
  readonly problems: readonly ReadingProblem[];
  /** The number of files with manifests. */
  readonly files: number;
}

/**
 * Reads the mesh of files. The ConfigMap `istio` of the files has the settings of the mesh, else an `IstioOperator`, else an `Istio`,
 * unless a setting is given. A namespaced object must be in the namespace of istiod: an object of a tenant changes no setting.
 */
export function meshOf(sources: Iterable<SourceFile>, settings: MeshSettings = {}): ReadMesh {
  const { manifests, problems, files } = readManifests(sources);
  const root = settings.istioNamespace ?? settings.rootNamespace ?? 'istio-system';
  const found = settingsIn(manifests.filter((each) => isSailed(each) || each.metadata.namespace === root));
  const mesh = readMesh(manifests, { ...found.settings, ...settings });
  return { mesh, problems: [...problems, ...found.problems], files };
}

/** The settings of a file, and the problems of reading. */
interface FoundSettings {
  readonly settings: MeshSettings;
  readonly problems: readonly ReadingProblem[];
}

const FORMS = 'a MeshConfig, values of Helm with meshConfig, an IstioOperator, an Istio, or the ConfigMap istio';

/** Reads the settings of the file of a mesh: the forms of {@link readSettings}, or a ConfigMap `istio`. */
export function settingsOf({ file, text }: SourceFile): FoundSettings {
  const { manifests } = readManifests([{ file, text }]);
  if (manifests.some(isMeshConfigMap)) return settingsIn(manifests);
  const documents = [...documentsOf(text)];
  const found = settingsAt(file, text, (breaks) => 1 + breaks);
  if (documents.length === 1 && found.problems.length > 0) return found;
  const wrong =
    documents.length > 1 ? 'several documents' : Object.keys(found.settings).length === 0 ? 'no setting' : undefined;
  if (wrong === undefined) return found;
  const message = `a file with settings of the mesh has ${wrong}`;
  const fix = `write one document with a setting: ${FORMS}`;
  return { settings: {}, problems: [readingProblem('EGR3910', { message, fix, file, line: documents[1]?.line ?? 1 })] };
}

/** Returns the settings in the ConfigMap of istiod, else those in the object by which Istio is installed. */
function settingsIn(manifests: readonly Manifest[]): FoundSettings {
  const config = manifests.find(isMeshConfigMap);
  const text = (config as { data?: { mesh?: unknown } } | undefined)?.data?.mesh;
  if (config === undefined || typeof text !== 'string') return installedSettings(manifests);
  const line = lineOf(config, ['data', 'mesh']) ?? 1;
  // A block text begins on the line behind its key.
  return settingsAt(config.origin?.file ?? '', text, (breaks) => line + 1 + breaks);
}

function installedSettings(manifests: readonly Manifest[]): FoundSettings {
  const installation = manifests.find(isOperated) ?? manifests.find(isSailed);
  if (installation === undefined) return { settings: {}, problems: [] };
  const { settings, mistakes } = readSettings(installation);
  const file = installation.origin?.file ?? '';
  const problems = mistakes.map(({ message, fix, path }) =>
    readingProblem('EGR3910', { message, fix, file, line: lineOf(installation, path) ?? 1 }),
  );
  return { settings, problems };
}

function isOperated({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith('install.istio.io/') && kind === 'IstioOperator';
}

/** Returns whether an object is an Istio of the sail operator, which has no namespace. */
function isSailed({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith('sailoperator.io/') && kind === 'Istio';
}

function settingsAt(file: string, text: string, lineAt: (breaks: number) => number): FoundSettings {
  const [document] = documentsOf(text);
  if (document === undefined) return { settings: {}, problems: [] };
  const read = readDocument(file, document);
  const invalid = read.problems.map(({ message, fix, line = 1 }) => problem(message, fix, lineAt(line - 1)));
  if (read.nodes === undefined) return { settings: {}, problems: invalid };
  const { nodes } = read;
  const { settings, mistakes } = readSettings(read.value);
  const wrong = mistakes.map(({ message, fix, path }) =>
    problem(message, fix, lineAt(document.line - 1 + nodes.lineBreaksBefore(path))),
  );
  return { settings, problems: [...invalid, ...wrong] };

  function problem(message: string, fix: string, line: number): ReadingProblem {
    return readingProblem('EGR3910', { message, fix, file, line });
  }
}

/** Returns whether an object is the ConfigMap in which istiod has the settings of the mesh. */
function isMeshConfigMap({ apiVersion, kind, metadata }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'ConfigMap' && metadata.name === 'istio';
}
