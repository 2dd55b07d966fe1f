import { ApiObject } from 'cdk8s';
import { ConstructOrder, IConstruct, IDependable, Node } from 'constructs';
import { compare } from '../input/compare';

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

/** The fields of a node that this library adds. */
interface Additions {
  order?: Order | undefined;
  lists?: Objects[] | undefined;
  /** The scope whose objects the node does not depend on. */
  shared?: IConstruct | undefined;
}

/** The classes of changed nodes, by the prototype of the unchanged nodes. */
const classes = new Map<object, typeof Node>();

/**
 * Returns a class of nodes that list their children in an order of their own, or further objects. A class, since cdk8s reads every
 * node of an app once per chart, and reads nodes of few shapes several times as fast as nodes with methods of their own.
 */
function changed(Unchanged: typeof Node): typeof Node {
  return class extends Unchanged {
    public override get children(): IConstruct[] {
      const children = super.children;
      const { order } = this as Additions;
      return order === undefined ? children : sorted(children, order);
    }

    public override findAll(order?: ConstructOrder): IConstruct[] {
      const below = super.findAll(order);
      const { lists } = this as Additions;
      return lists === undefined ? below : [...new Set([...below, ...lists.flatMap((objects) => objects())])];
    }

    public override addDependency(...on: IDependable[]): void {
      const { shared } = this as Additions;
      const isShared = (each: IDependable): boolean => ApiObject.isApiObject(each) && each.node.scope === shared;
      super.addDependency(...on.filter((each) => shared === undefined || !isShared(each)));
    }
  };
}

function sorted(children: readonly IConstruct[], order: Order): IConstruct[] {
  const { rank, unsorted } = order;
  if (children.length !== unsorted.length || children.some((child, index) => child !== unsorted[index])) {
    order.unsorted = children;
    order.sorted = [...children].sort((a, b) => compare(rank(a.node.id), rank(b.node.id)));
  }
  return [...order.sorted];
}

/**
 * Makes a construct list its children in the order of their ranks, whatever the order of construction. cdk8s writes objects in the
 * order in which constructs list them, so that the same set of constructs gives the same file.
 *
 * @param rank a number or a text for the id of a child; children of equal rank keep their order of construction
 */
export function orderChildren(construct: IConstruct, rank: Order['rank']): void {
  additionsTo(construct).order = { rank, unsorted: [], sorted: [] };
}

/**
 * Makes `node.findAll()` of a construct also return objects that are elsewhere in the chart. cdk8s resolves the dependencies of a
 * construct to the objects that `findAll()` returns.
 */
export function listObjects(construct: IConstruct, objects: Objects): void {
  const additions = additionsTo(construct);
  additions.lists ??= [];
  additions.lists.push(objects);
}

/** Makes an object ignore dependencies on the other objects of its scope. */
export function ignoreDependenciesOnSiblings(object: ApiObject): void {
  additionsTo(object).shared = object.node.scope;
}

function additionsTo({ node }: IConstruct): Additions {
  if ('shared' in node) return node as Additions;
  const prototype = Object.getPrototypeOf(node) as Node;
  const Changed = classes.get(prototype) ?? changed(prototype.constructor as typeof Node);
  classes.set(prototype, Changed);
  // All fields at once, and before the prototype: otherwise V8 gives each node a shape of its own.
  Object.assign(node, { order: undefined, lists: undefined, shared: undefined });
  return Object.setPrototypeOf(node, Changed.prototype) as Additions;
}
