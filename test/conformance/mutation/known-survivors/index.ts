/** All that is known of mutants that survive. */
import { Survivor } from '../survivor';
import { OF_ACCESS } from './of-access';
import { OF_BOTH_SIDES } from './of-both-sides';
import { OF_HANDSHAKES } from './of-handshakes';
import { OF_ORIGINATION } from './of-origination';
import { OF_SETTINGS } from './of-settings';
import { OF_STRICT } from './of-strict';
import { OF_WAYS } from './of-ways';
import { OF_WORKLOADS } from './of-workloads';

export const KNOWN_SURVIVORS: readonly Survivor[] = [
  ...OF_BOTH_SIDES,
  ...OF_WORKLOADS,
  ...OF_ACCESS,
  ...OF_HANDSHAKES,
  ...OF_WAYS,
  ...OF_ORIGINATION,
  ...OF_SETTINGS,
  ...OF_STRICT,
];
