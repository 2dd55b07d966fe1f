/* eslint-disable @typescript-eslint/no-require-imports -- a command loads its own code and no other: an audit without cdk8s */
import { Command } from '../command';

/** A row of the list of commands. */
export interface CommandRow {
  readonly name: string;
  /** The effect of the command, for the list in `--help`. */
  readonly summary: string;
  /** Loads the command. */
  readonly load: () => Command;
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'synth',
    summary: 'writes the manifests of an allow-list',
    load: () => (require('./synth') as typeof import('./synth')).synth,
  },
  {
    name: 'validate',
    summary: 'checks an allow-list, and writes nothing',
    load: () => (require('./validate') as typeof import('./validate')).validate,
  },
  {
    name: 'explain',
    summary: 'shows the path of a request through manifests, hop by hop',
    load: () => (require('./explain') as typeof import('./explain')).explain,
  },
  {
    name: 'audit',
    summary: 'finds mistakes in manifests, and the ways around the gateway',
    load: () => (require('./audit') as typeof import('./audit')).audit,
  },
  {
    name: 'diff',
    summary: 'shows what a change of manifests opens, closes, breaks or reroutes',
    load: () => (require('./diff') as typeof import('./diff')).diff,
  },
  {
    name: 'graph',
    summary: 'draws who reaches what through which gateway, and what goes around',
    load: () => (require('./graph') as typeof import('./graph')).graph,
  },
  {
    name: 'report',
    summary: 'writes the ways, the findings and a picture as one HTML page',
    load: () => (require('./report') as typeof import('./report')).report,
  },
];
