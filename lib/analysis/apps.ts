import { Analyzer, error, pairsBy } from './analyzer';

/** The data of an app that a check needs, and no mesh has. */
export interface AppModel {
  /** Name of the app's `YamlOutputType`: `FILE_PER_APP`. */
  readonly outputType: string;
  /** The meshes, in the order of construction. */
  readonly meshes: readonly MeshOfApp[];
  /** The files of an output type with a file per resource; empty for other output types. */
  readonly resources: readonly ResourceFile[];
}

/** A mesh of the app, and its constructs. */
export interface MeshOfApp {
  /** Path of the `EgressMesh`; empty for the app itself. */
  readonly path: string;
  /** Paths of the constructs of this library. */
  readonly constructs: readonly string[];
  /** Paths of those constructs that are no longer in the tree. */
  readonly removed: readonly string[];
}

/** A file that is written for one object. */
export interface ResourceFile {
  /** Path of the object's construct. */
  readonly constructPath: string;
  /** Folder and name of the file. */
  readonly file: string;
}

/** Output types that put the objects of several meshes into one file or folder. Names of objects do not contain the mesh. */
const MIXED: readonly string[] = ['FILE_PER_APP', 'FILE_PER_RESOURCE'];

/** Constructs outside the meshes of an app, and files that would mix or lose objects. */
export const APPS: readonly Analyzer<AppModel>[] = [
  error('EGR1601', 'Objects of several meshes would share files.', ({ outputType, meshes }) => {
    const [first, second] = meshes.filter(({ constructs }) => constructs.length > 0);
    if (first === undefined || second === undefined || !MIXED.includes(outputType)) return [];
    return [
      {
        constructPath: first.path,
        problem: 'objects of several meshes cannot share files',
        got: `YamlOutputType.${outputType}`,
        allowed: 'an output type with a file or a folder per chart',
        fix: 'remove yamlOutputType, or write yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE',
      },
    ];
  }),
  error('EGR1602', 'Constructs are outside every `EgressMesh` of the app.', ({ meshes }) => {
    const declared = meshes.filter(({ path }) => path !== '').map(({ path }) => path);
    const { constructs = [] } = meshes.find(({ path }) => path === '') ?? {};
    if (declared.length === 0 || constructs.length === 0) return [];
    return [
      {
        constructPath: '',
        problem:
          'constructs cannot be outside every EgressMesh of the app: the settings of no mesh would apply to them',
        got: constructs,
        allowed: `constructs in the charts of ${declared.join(', ')}`,
        fix: "create the chart in the mesh: new Chart(mesh, 'team', { namespace: 'team' })",
      },
    ];
  }),
  error(
    'EGR1603',
    'A file per resource would overwrite an object of the same kind and name.',
    ({ meshes, resources }) =>
      pairsBy(resources, ({ file }) => file).map(([earlier, later]) => ({
        constructPath: meshes[0]?.path ?? '',
        problem: `two objects cannot have the file ${later.file}`,
        got: [earlier.constructPath, later.constructPath],
        allowed: 'a file per object: cdk8s names the file after the kind and the name of the object',
        fix: 'remove yamlOutputType, to write a file per chart',
      })),
  ),
  error('EGR1604', 'A construct of this library was removed from the tree.', ({ meshes }) =>
    meshes
      .filter(({ removed }) => removed.length > 0)
      .map(({ path, removed }) => ({
        constructPath: path,
        problem: 'constructs of this library cannot be removed: their objects and declarations remain',
        got: removed,
        allowed: 'constructs that stay in the tree until synthesis',
        fix: 'create the construct only if it is needed, instead of node.tryRemoveChild(...)',
      })),
  ),
];
