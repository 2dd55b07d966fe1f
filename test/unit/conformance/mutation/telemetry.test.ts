import { effects, object } from './help';

it('what becomes of a Telemetry', () => {
  const manifest = object('Telemetry', {
    accessLogging: [{ providers: [{ name: 'egress-json' }] }],
    selector: { matchLabels: { istio: 'egress' } },
  });
  expect(effects(manifest)).toEqual([
    'namespace | metadata.namespace: home -> default',
    'telemetry/selector | selector.matchLabels.istio: egress -> no-such-value',
    'telemetry/any-workload | selector: gone',
    'telemetry/provider | accessLogging[0].providers[0].name: egress-json -> no-such-provider',
    'telemetry/disabled | accessLogging[0].disabled: new, true',
  ]);
});
