import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ExternalHttpRoute, TlsOrigination } from '../../../lib';
import { Manifest, newChart, ofKind, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

test('TlsOrigination.dangerouslySkipVerification writes the rule that accepted a wrong certificate on a running mesh', () => {
  const chart = newChart();
  const tlsOrigination = TlsOrigination.dangerouslySkipVerification();
  new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['misnamed.example.org'], tlsOrigination });
  const file = join(__dirname, '../../conformance/cases/fixtures/unverified.yaml');
  const seen = parse(readFileSync(file, 'utf8')) as Manifest;
  expect(ofKind(chart, 'DestinationRule').find(({ metadata }) => metadata.name === seen.metadata.name)).toEqual(seen);
});
