import { IConstruct } from 'constructs';

/**
 * Makes a construct list its children in the order of their ranks, whatever the order of construction. cdk8s writes objects in the
 * order in which constructs list them, so that the same set of constructs gives the same file.
 *
 * @param rank a number or a text for the id of a child; children of equal rank keep their order of construction
 */
export function orderChildren(construct: IConstruct, rank: (id: string) => number | string): void {
  const { node } = construct;
  const unordered = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node) as object, 'children');
  let unsorted: readonly IConstruct[] = [];
  let sorted: readonly IConstruct[] = [];
  Object.defineProperty(node, 'children', {
    get: (): IConstruct[] => {
      const children = unordered?.get?.call(node) as IConstruct[];
      if (children.length !== unsorted.length || children.some((child, index) => child !== unsorted[index])) {
        unsorted = children;
        sorted = [...children].sort((a, b) => compare(rank(a.node.id), rank(b.node.id)));
      }
      return [...sorted];
    },
  });
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
