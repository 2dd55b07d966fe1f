/** Messages between the process of the command and the process of a cluster. */
import { Phases } from '../environment/tools/phases';
import { Found } from './dispatch';
import { Unit } from './unit';

/** To the cluster: a unit to run, or the end. */
export type Order = { readonly unit: Unit } | 'end';

/** What a cluster needed. */
export interface ClusterFigures {
  /** Seconds until it ran. */
  readonly start: number;
  /** The most memory that its programs had at a time, in MiB. */
  readonly memory: number;
  /** CPU seconds of its programs. */
  readonly cpu: number;
  readonly phases: Phases;
}

/** From the cluster: it runs, the results of a unit, and its figures at the end. */
export type Answer = 'started' | Found | ClusterFigures;
