/** All named mutants. */
import { NamedMutant } from '../named-mutant';
import { OF_ACCESS } from './of-access';
import { OF_ADMISSION } from './of-admission';
import { OF_CREDENTIALS } from './of-credentials';
import { OF_DEPLOYERS } from './of-deployers';
import { OF_LAYOUT } from './of-layout';
import { OF_LOCKDOWNS } from './of-lockdowns';
import { OF_ORIGINATION } from './of-origination';
import { OF_PORTS } from './of-ports';
import { OF_ROWS } from './of-rows';
import { OF_RANGES } from './of-ranges';
import { OF_SETTINGS } from './of-settings';
import { OF_PROTOCOLS } from './of-protocols';
import { OF_SIDECARS } from './of-sidecars';
import { OF_TUNNELS } from './of-tunnels';
import { OF_WORKLOADS } from './of-workloads';

export const NAMED: readonly NamedMutant[] = [
  ...OF_LAYOUT,
  ...OF_ACCESS,
  ...OF_ORIGINATION,
  ...OF_CREDENTIALS,
  ...OF_SETTINGS,
  ...OF_PROTOCOLS,
  ...OF_TUNNELS,
  ...OF_RANGES,
  ...OF_SIDECARS,
  ...OF_LOCKDOWNS,
  ...OF_WORKLOADS,
  ...OF_ADMISSION,
  ...OF_PORTS,
  ...OF_ROWS,
  ...OF_DEPLOYERS,
];
