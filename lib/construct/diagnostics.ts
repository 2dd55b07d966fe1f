import { IConstruct } from 'constructs';
import { EgressError } from '../input/egress-error';
import { EgressFinding } from '../input/finding';
import { findingText } from '../input/finding-text';

/** Key of warnings in the metadata of a construct: `construct.node.metadata`. */
const METADATA = 'cdk8s-istio-egress:warning';

/** Runs a read, and adds the path of the construct to the error that the read throws. */
export function withConstructPath<T>(construct: IConstruct, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof EgressError ? error.at(construct.node.path) : error;
  }
}

/**
 * Reports a warning: as metadata of the construct, and on standard error, because `cdk8s synth` discards the standard output of an
 * app.
 */
export function warn(construct: IConstruct, finding: EgressFinding): void {
  const text = findingText(finding);
  construct.node.addMetadata(METADATA, text);
  process.stderr.write(`warning: ${text}\n`);
}
