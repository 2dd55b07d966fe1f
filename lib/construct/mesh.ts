import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressError } from '../input/egress-error';
import { AppModel, MeshOfApp, ResourceFile } from '../analysis/apps';
import { assertInstance, isMarked } from '../input/instance';
import { MeshModel } from '../mesh/mesh-model';
import { Checks } from './checks';

/** The state that the constructs of one mesh share: the plain data of the mesh, and the constructs and objects behind the data. */
export interface Mesh {
  readonly model: MeshModel;
  readonly checks: Checks;
  /** The constructs that described a gateway, a route or a policy, by path. */
  readonly constructs: Map<string, IConstruct>;
  /** The objects of gateways that are written once, by gateway and construct id. */
  readonly ownObjects: Map<string, Map<string, ApiObject>>;
}

const meshes = new WeakMap<IConstruct, Mesh>();
const scopesByRoot = new WeakMap<IConstruct, IConstruct[]>();

/**
 * Returns the mesh of a construct: that of the nearest `EgressMesh` above the construct, else that of the whole app.
 *
 * @throws EgressError for an `EgressMesh` of another copy of the package
 */
export function meshOf(construct: IConstruct): Mesh {
  const { scopes } = construct.node;
  const mesh = scopes.filter((each) => isMarked(each, 'EgressMesh')).at(-1);
  if (mesh !== undefined) assertInstance('scope', mesh, 'EgressMesh', "new EgressMesh(app, 'prod')");
  const scope = mesh ?? construct.node.root;
  return meshes.get(scope) ?? startMesh(scope, new MeshModel());
}

/** Makes a construct the scope of a mesh, with one validation for all checks of the mesh. */
export function startMesh(scope: IConstruct, model: MeshModel): Mesh {
  const constructs = new Map<string, IConstruct>();
  const { root } = scope.node;
  const checks = new Checks(scope, model, constructs, () => appModelOf(scope));
  const mesh = { model, checks, constructs, ownObjects: new Map<string, Map<string, ApiObject>>() };
  meshes.set(scope, mesh);
  const scopes = scopesByRoot.get(root) ?? [];
  scopes.push(scope);
  scopesByRoot.set(root, scopes);
  scope.node.addValidation({ validate: () => checks.report() });
  return mesh;
}

/** Returns whether the mesh of a construct has started: with an `EgressMesh`, or with the first construct of this library. */
export function hasMesh({ node }: IConstruct): boolean {
  return meshes.has(node.root) || node.scopes.some((each) => isMarked(each, 'EgressMesh'));
}

/** Returns the meshes of an app, in the order of construction. */
export function meshesOf(root: IConstruct): readonly Mesh[] {
  return meshScopesOf(root).flatMap((scope) => meshes.get(scope) ?? []);
}

function meshScopesOf(root: IConstruct): readonly IConstruct[] {
  return scopesByRoot.get(root) ?? [];
}

/** Returns the data of an app for the checks of one mesh. Only the removed constructs of this mesh are looked for. */
function appModelOf(scope: IConstruct): AppModel {
  const { root } = scope.node;
  const { yamlOutputType = YamlOutputType.FILE_PER_CHART } = root as Partial<App>;
  return {
    outputType: YamlOutputType[yamlOutputType],
    meshes: meshScopesOf(root).map((each) => meshOfApp(each, each === scope ? removedFrom(each) : [])),
    resources: resourcesOf(root, yamlOutputType),
  };
}

function meshOfApp(scope: IConstruct, removed: readonly string[]): MeshOfApp {
  return { path: scope.node.path, constructs: [...(meshes.get(scope)?.constructs.keys() ?? [])], removed };
}

/** Returns the paths of the constructs of a mesh that are no longer in the tree. */
function removedFrom(scope: IConstruct): readonly string[] {
  const inTree = new Map<IConstruct, boolean>();
  const constructs = [...(meshes.get(scope)?.constructs ?? [])];
  return constructs.filter(([, construct]) => !isInTree(construct, inTree)).map(([path]) => path);
}

/** @param results the results for scopes, which constructs share */
function isInTree(construct: IConstruct, results: Map<IConstruct, boolean>): boolean {
  const { id, scope } = construct.node;
  if (scope === undefined) return true;
  if (scope.node.tryFindChild(id) !== construct) return false;
  const isScopeInTree = results.get(scope) ?? isInTree(scope, results);
  results.set(scope, isScopeInTree);
  return isScopeInTree;
}

/** Returns the files of the objects, which cdk8s names after kind and name (`cdk8s/src/app.ts`). */
function resourcesOf(root: IConstruct, outputType: YamlOutputType): readonly ResourceFile[] {
  const hasFolders = outputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  if (!hasFolders && outputType !== YamlOutputType.FILE_PER_RESOURCE) return [];
  return root.node
    .findAll()
    .filter((each) => ApiObject.isApiObject(each))
    .map((object) => ({
      constructPath: object.node.path,
      file: `${hasFolders ? `${Chart.of(object).node.path}/` : ''}${object.kind}.${object.name}`,
    }));
}

/**
 * Registers a construct under its path, so that findings about the path reach the construct.
 *
 * @throws EgressError for the path of another construct, which was removed from the tree: its declarations remain in the mesh
 */
export function register(construct: IConstruct): Mesh {
  const mesh = meshOf(construct);
  const { path } = construct.node;
  if ((mesh.constructs.get(path) ?? construct) !== construct) throw replaced(path);
  mesh.constructs.set(path, construct);
  return mesh;
}

function replaced(path: string): EgressError {
  return EgressError.of({
    code: 'EGR0803',
    problem: 'a construct cannot replace a removed construct of this library',
    got: path,
    allowed: 'a construct id that no removed construct had',
    fix: 'create the construct once, with its final properties, instead of node.tryRemoveChild(...)',
  }).at(path);
}
