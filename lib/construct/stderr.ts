import { IConstruct } from 'constructs';

/** Writes a line about a construct to standard error: `cdk8s synth` swallows what an app writes to standard output. */
export function tellOnStderr(level: 'warning' | 'note', construct: IConstruct, text: string): void {
  process.stderr.write(`${level}: [${construct.node.path}] ${text}\n`);
}
