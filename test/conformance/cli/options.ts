/** What the command is asked for. */
import { parseArgs } from 'node:util';

export interface Options {
  /** Run cases and oracles. */
  readonly cases: boolean;
  /** How many mutants to run; all of them where it is infinite. */
  readonly mutants: number;
  /** Mutants of whose program, kind and operator the words hold this; all without it. */
  readonly mutantsOf: string;
  readonly seed: number;
  /** Examples whose folder's name holds this; all without it. */
  readonly only: string;
  /** Run the named mutants with the cases. */
  readonly named: boolean;
  /** How many clusters share the work; fewer where there is less work. */
  readonly clusters: number;
  /** Start the cluster, say how to enter it, and wait. */
  readonly up: boolean;
}

export const USAGE = `npm run conformance -- [options]
  --skip-named        run no named mutants
  --mutants N | all   how many of all mutants to run besides (default 0)
  --mutants-of TEXT   of these, e.g. tls-origination/main, EnvoyFilter or drop-header
  --mutants-only      run no case and no oracle
  --only TEXT         examples whose folder's name holds TEXT
  --clusters N        how many clusters share the work (default 2)
  --seed N            of the drawn apps and of the choice of mutants (default 1)
  --up                start the cluster, say how to enter it, and wait for ctrl-c
`;

/** @throws {TypeError} for an unknown option, or a number that is none */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mutants: { type: 'string', default: '0' },
      'mutants-of': { type: 'string', default: '' },
      'mutants-only': { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      'skip-named': { type: 'boolean', default: false },
      clusters: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      up: { type: 'boolean', default: false },
    },
  });
  const mutants = values.mutants === 'all' ? Infinity : wholeNumber('mutants', values.mutants);
  const seed = wholeNumber('seed', values.seed);
  const clusters = Math.max(1, wholeNumber('clusters', values.clusters));
  const { only, up, 'mutants-of': mutantsOf } = values;
  const named = !values['skip-named'];
  return { cases: !values['mutants-only'], mutants, mutantsOf, named, seed, only, clusters, up };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name} must be a whole number, got '${text}'`);
  return Number(text);
}
