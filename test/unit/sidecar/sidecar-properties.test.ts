import { App, Chart, Lazy } from 'cdk8s';
import { EgressSidecar } from '../../../lib';
import { fixIn, messageOf, newChart, only, stderrOfEachTest } from '../help';
import { findingsOf } from '../input/findings';
import { foundAtSynthesis, got } from '../synthesis';

stderrOfEachTest();

function sidecar(chart: Chart, props: object = {}, id = 'sidecars'): EgressSidecar {
  return new EgressSidecar(chart, id, { namespaces: ['payments'], ...props });
}

describe('the properties of an EgressSidecar', () => {
  const token = Lazy.any({ produce: () => 'payments' }) as string;

  test.each<[string, object, RegExp, RegExp]>([
    ['no namespace', { namespaces: [] }, /EGR0105: .*namespaces must not be empty: got \[\]/, /^write namespaces: \[/],
    [
      'a namespace outside a list',
      { namespaces: 'payments' },
      /EGR0105: .*namespaces must be a list/,
      /^write namespaces: \[/,
    ],
    [
      'a repeated namespace',
      { namespaces: ['a', 'a'] },
      /EGR0106: .*namespaces must not repeat a/,
      /^remove namespaces\[1\]$/,
    ],
    [
      'a malformed namespace',
      { namespaces: ['Pay'] },
      /EGR0110: .*namespaces\[0\] must be .*got "Pay"/,
      /^write "pay"$/,
    ],
    [
      'a namespace that is a token',
      { namespaces: [token] },
      /EGR0108: .*namespaces\[0\] must be a literal/,
      /resolved value/,
    ],
    [
      'the root namespace',
      { namespaces: ['istio-system'] },
      /EGR0501: .*cannot include istio-system/,
      /^remove "istio-system"/,
    ],
    [
      'a namespace of the cluster',
      { namespaces: ['kube-public'] },
      /EGR0501: .*cannot include kube-public/,
      /^remove "kube-public"/,
    ],
    [
      'a mode as text',
      { outboundTrafficPolicy: 'ALLOW_ANY' },
      /EGR0103: .*outboundTrafficPolicy must be an OutboundTrafficPolicy: got "ALLOW_ANY"/,
      /OutboundTrafficPolicy\.ALLOW_ANY/,
    ],
    [
      'a host without a namespace',
      { additionalHosts: ['api.com'] },
      /EGR0601: .*additionalHosts\[0\].*got "api\.com"/,
      /./,
    ],
    ['every namespace', { additionalHosts: ['a/*', '*/*'] }, /EGR0601: .*additionalHosts\[1\].*got "\*\/\*"/, /./],
    [
      'a host outside a list',
      { additionalHosts: 'databases/*' },
      /EGR01\d\d: .*additionalHosts must be a list/,
      /^write /,
    ],
    [
      'a token as hosts',
      { additionalHosts: Lazy.any({ produce: () => [] }) as unknown },
      /EGR0108: .*additionalHosts must be/,
      /./,
    ],
  ])('EgressSidecar rejects %s', (_, props, problem, fix) => {
    const message = messageOf(() => sidecar(newChart(), props));
    expect(message).toContain(': [chart/sidecars] ');
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('EgressSidecar names every malformed and every unknown property in one error', () => {
    const props = { namespaces: ['kube-system', 'istio-system'], additionalHosts: ['api.com', 'b'], hosts: ['a/*'] };
    const findings = findingsOf(() => sidecar(newChart(), props));
    expect(findings.map(({ code }) => code)).toEqual(['EGR0101', 'EGR0501', 'EGR0501', 'EGR0601', 'EGR0601']);
    expect(new Set(findings.map(({ constructPath }) => constructPath))).toEqual(new Set(['chart/sidecars']));
  });

  test('addHosts rejects a list, and names the call with the values one by one', () => {
    const message = messageOf(() => sidecar(newChart()).addHosts(['databases/*'] as never));
    expect(message).toMatch(/^EGR0109: \[chart\/sidecars\] sidecar\.addHosts .*: got \["databases\/\*"\]; /);
    expect(fixIn(message)).toContain('sidecar.addHosts("databases/*")');
  });

  test('addHosts rejects a malformed host, and imports none of the hosts of the call', () => {
    const chart = newChart();
    const sidecars = sidecar(chart);
    expect(messageOf(() => sidecars.addHosts('databases/*', 'api.com'))).toMatch(
      /^EGR0601: \[chart\/sidecars\] hosts\[1\]/,
    );
    expect(only(chart, 'Sidecar').spec?.['egress']).toEqual([{ hosts: ['./*'] }]);
  });

  test('two EgressSidecar for one namespace are an error at synthesis that names both', () => {
    const app = new App();
    sidecar(newChart('default', app, 'one'), { namespaces: ['a', 'b'] }, 'first');
    const other = newChart('default', app, 'two');
    sidecar(other, { namespaces: ['b', 'c'] }, 'second');
    const [message, ...others] = foundAtSynthesis(other);
    expect(others).toEqual([]);
    expect(message).toMatch(/^EGR1304: \[two\/second\] namespace b cannot have two EgressSidecar constructs: /);
    expect(got(message)).toEqual({ constructs: ['one/first', 'two/second'] });
    expect(fixIn(message ?? '')).toMatch(/^remove b from one EgressSidecar/);
  });

  test('two EgressSidecar for one namespace are accepted in two apps', () => {
    for (const chart of [newChart(), newChart()]) {
      sidecar(chart);
      expect(foundAtSynthesis(chart)).toEqual([]);
    }
  });
});
