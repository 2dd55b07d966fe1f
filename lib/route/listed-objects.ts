import { ApiObject, Chart } from 'cdk8s';
import { ConstructOrder, IConstruct } from 'constructs';

/** Returns objects that a construct is responsible for. */
type Objects = () => readonly ApiObject[];

const listed = new WeakMap<IConstruct, Objects[]>();

/**
 * Makes `node.findAll()` of a construct, and of the constructs between the construct and its chart, also return objects that are
 * elsewhere in the chart. cdk8s resolves the dependencies of a construct to the objects that `findAll()` returns.
 */
export function listObjectsBelow(construct: IConstruct, objects: Objects): void {
  const { scopes } = construct.node;
  for (const scope of scopes.slice(scopes.lastIndexOf(Chart.of(construct)) + 1)) list(scope, objects);
}

function list(scope: IConstruct, objects: Objects): void {
  const lists = listed.get(scope);
  if (lists !== undefined) {
    lists.push(objects);
    return;
  }
  const all = [objects];
  listed.set(scope, all);
  const { node } = scope;
  const findBelow = node.findAll.bind(node);
  const findAll = (order?: ConstructOrder): IConstruct[] => [
    ...new Set([...findBelow(order), ...all.flatMap((each) => each())]),
  ];
  Object.defineProperty(node, 'findAll', { value: findAll });
}
