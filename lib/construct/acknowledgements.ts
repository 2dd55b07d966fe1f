import { IConstruct } from 'constructs';

/** Key of acknowledgements in the metadata of a construct: `construct.node.metadata`. */
const METADATA = 'cdk8s-istio-egress:acknowledged';

/** The metadata of an acknowledgement. */
interface Acknowledgement {
  readonly code: string;
  readonly reason: string;
}

const strict = new WeakSet<IConstruct>();

/** Records that a warning is acknowledged for a construct and everything below the construct. */
export function acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
  scope.node.addMetadata(METADATA, acknowledgement);
}

/** Returns whether a warning is acknowledged for a construct, or above the construct. */
export function isAcknowledged(construct: IConstruct, code: string): boolean {
  return construct.node.scopes.some(({ node }) =>
    node.metadata.some(({ type, data }) => type === METADATA && (data as Acknowledgement).code === code),
  );
}

/** Records that warnings about a construct and everything below the construct are errors. */
export function makeWarningsErrors(scope: IConstruct): void {
  strict.add(scope);
}

/** Returns whether warnings about a construct are errors. */
export function areWarningsErrors(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => strict.has(scope));
}
