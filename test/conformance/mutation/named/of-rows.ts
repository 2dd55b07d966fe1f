/** Of an allow-list: what keeps a row with its sources. */
import { NamedMutant, ofProgram } from '../named-mutant';

export const OF_ROWS: readonly NamedMutant[] = ofProgram('allow-list/main', [
  {
    name: 'A row whose ServiceEntry only its own namespace sees is unknown to its sources in another one',
    change: 'ServiceEntry default/external-github-com: exportTo -> ["."]',
    red: 'test-egress/curl https://github.com/',
  },
]);
