import { ApiObject } from 'cdk8s';
import { ConstructOrder, IConstruct, IDependable, Node } from 'constructs';

/** Returns objects that a construct is responsible for. */
type Objects = () => readonly ApiObject[];

/** The order of the children of a construct. */
interface Order {
  /** A number or a text for the id of a child. */
  readonly rank: (id: string) => number | string;
  /** The children in the order of construction, when they were last sorted. */
  unsorted: readonly IConstruct[];
  sorted: readonly IConstruct[];
}

/**
 * A node that lists its children in an order of their own, or further objects. cdk8s reads every node of an app once per chart, and
 * reads nodes of few shapes several times as fast as nodes with methods of their own.
 */
class EgressNode extends Node {
  declare public order?: Order;
  declare public lists?: Objects[];
  declare public shared?: IConstruct;

  public override get children(): IConstruct[] {
    const children = super.children;
    const { order } = this;
    if (order === undefined) return children;
    if (children.length !== order.unsorted.length || children.some((child, index) => child !== order.unsorted[index])) {
      order.unsorted = children;
      order.sorted = [...children].sort((a, b) => compare(order.rank(a.node.id), order.rank(b.node.id)));
    }
    return [...order.sorted];
  }

  public override findAll(order?: ConstructOrder): IConstruct[] {
    const below = super.findAll(order);
    return this.lists === undefined ? below : [...new Set([...below, ...this.lists.flatMap((objects) => objects())])];
  }

  public override addDependency(...on: IDependable[]): void {
    const { shared } = this;
    const isShared = (each: IDependable): boolean => ApiObject.isApiObject(each) && each.node.scope === shared;
    super.addDependency(...on.filter((each) => shared === undefined || !isShared(each)));
  }
}

/**
 * Makes a construct list its children in the order of their ranks, whatever the order of construction. cdk8s writes objects in the
 * order in which constructs list them, so that the same set of constructs gives the same file.
 *
 * @param rank a number or a text for the id of a child; children of equal rank keep their order of construction
 */
export function orderChildren(construct: IConstruct, rank: Order['rank']): void {
  egressNodeOf(construct).order = { rank, unsorted: [], sorted: [] };
}

/**
 * Makes `node.findAll()` of a construct also return objects that are elsewhere in the chart. cdk8s resolves the dependencies of a
 * construct to the objects that `findAll()` returns.
 */
export function listObjects(construct: IConstruct, objects: Objects): void {
  const node = egressNodeOf(construct);
  node.lists = [...(node.lists ?? []), objects];
}

/** Makes an object ignore dependencies on the other objects of its scope. */
export function ignoreDependenciesOnSiblings(object: ApiObject): void {
  const node = egressNodeOf(object);
  node.shared = node.scope;
}

function egressNodeOf({ node }: IConstruct): EgressNode {
  if (node instanceof EgressNode) return node;
  // All fields at once, and before the prototype: otherwise V8 gives each node a shape of its own.
  Object.assign(node, { order: undefined, lists: undefined, shared: undefined });
  return Object.setPrototypeOf(node, EgressNode.prototype) as EgressNode;
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
