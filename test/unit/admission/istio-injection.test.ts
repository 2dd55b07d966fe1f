import { IstioInjection, IstioInjectionOptions } from '../../../lib';
import { findingOf } from '../input/findings';

describe('IstioInjection', () => {
  test('describes the containers of a default mesh without options', () => {
    expect(IstioInjection.of({})._model).toEqual({
      proxyImages: ['docker.io/istio/proxyv2', 'gcr.io/istio-release/proxyv2', 'registry.istio.io/release/proxyv2'],
      proxyConfigs: [],
      proxyEnv: {},
      proxyInitArgs: [],
      proxyMounts: [],
      enablePrometheusMerge: false,
      proxyUserId: 1337,
    });
  });

  test('sorts lists whose order has no meaning', () => {
    const { _model: model } = IstioInjection.of({
      proxyMounts: ['b:/b', 'a:/a'],
      proxyEnv: { B: '1', A: '2' },
      proxyInitArgs: ['istio-iptables', '-p', '-a'],
    });
    expect(model.proxyMounts).toEqual(['a:/a', 'b:/b']);
    expect(Object.keys(model.proxyEnv)).toEqual(['A', 'B']);
    expect(model.proxyInitArgs).toEqual(['istio-iptables', '-p', '-a']);
  });

  test.each<[string, IstioInjectionOptions, string, RegExp]>([
    [
      'an image with a tag',
      { proxyImages: ['docker.io/istio/proxyv2:1'] },
      'EGR0701',
      /^IstioInjection\.of: proxyImages\[0\] .*repository/,
    ],
    ['no image', { proxyImages: [] }, 'EGR0105', /^IstioInjection\.of: proxyImages /],
    ['an empty proxy configuration', { proxyConfigs: [' '] }, 'EGR0103', /^IstioInjection\.of: proxyConfigs\[0\] /],
    ['names of variables without values', { proxyEnv: ['A'] as never }, 'EGR0103', /^IstioInjection\.of: proxyEnv /],
    ['a variable with a malformed name', { proxyEnv: { 'A=b': '' } }, 'EGR0103', /^IstioInjection\.of: proxyEnv /],
    ['a mount without a path', { proxyMounts: ['a:/a', 'b'] }, 'EGR0103', /^IstioInjection\.of: proxyMounts\[1\] /],
    ['a mount twice', { proxyMounts: ['a:/a', 'a:/a'] }, 'EGR0106', /^IstioInjection\.of: proxyMounts /],
    [
      'a redirection by another program',
      { proxyInitArgs: ['true'] },
      'EGR0103',
      /^IstioInjection\.of: proxyInitArgs .*istio-iptables/,
    ],
    [
      'a redirection as one text',
      { proxyInitArgs: 'istio-iptables' as never },
      'EGR0103',
      /^IstioInjection\.of: proxyInitArgs .*list/,
    ],
    ['root as the user of the proxy', { proxyUserId: 0 }, 'EGR0103', /^IstioInjection\.of: proxyUserId /],
    ['an unknown option', { native: true } as never, 'EGR0101', /native/],
  ])('rejects %s', (_, options, code, problem) => {
    const finding = findingOf(() => IstioInjection.of(options));
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(/^(write|remove) /);
  });
});
