import { Chart } from 'cdk8s';
import {
  EgressAdmissionPolicy,
  EgressAdmissionPolicyProps,
  EgressChecks,
  EgressFinding,
  EgressGateway,
  ExternalTlsRoute,
  FindingLevel,
  Subject,
  WildcardTarget,
} from '../../../lib';
import { manifestsOf, newChart, stderrOfEachTest } from '../help';
import { findingOf, findingsOf } from '../input/findings';
import { DEPLOYERS, made } from './help';

stderrOfEachTest();

type Props = Partial<EgressAdmissionPolicyProps>;

describe('EgressAdmissionPolicy rejects', () => {
  test.each<[string, Props, string, RegExp]>([
    ['no deployers', { deployers: [] }, 'EGR0105', /^deployers /],
    ['text as a deployer', { deployers: ['ci'] as never }, 'EGR0103', /^deployers\[0\] .*Subject/],
    ['text as a controller', { trustedControllers: ['x'] as never }, 'EGR0103', /^trustedControllers\[0\] .*Subject/],
    ['a namespace of the cluster', { namespaces: ['kube-system'] }, 'EGR0501', /kube-system/],
    ['no enforcement of the enum', { enforcement: 'Warn' as never }, 'EGR0104', /^enforcement /],
    ['a kind of the core group', { tenantKinds: ['endpoints'] }, 'EGR0704', /^tenantKinds\[0\] /],
    ['a kind in the spelling of manifests', { tenantKinds: ['Widget.example.com'] }, 'EGR0704', /^tenantKinds\[0\] /],
    ['all kinds of a group', { tenantKinds: ['*.example.com'] }, 'EGR0704', /^tenantKinds\[0\] /],
    ['a kind that routes', { tenantKinds: ['serviceentries.networking.istio.io'] }, 'EGR0704', /path of traffic/],
    ['endpoints', { tenantKinds: ['endpointslices.discovery.k8s.io'] }, 'EGR0704', /path of traffic/],
    ['a plugin of proxies', { tenantKinds: ['wasmplugins.extensions.istio.io'] }, 'EGR0704', /path of traffic/],
    ['a wildcard as a host', { tenantHosts: ['*.example.com'] }, 'EGR0202', /^tenantHosts\[0\] .*wildcard/],
    ['a URL as a host', { tenantHosts: ['https://a.com'] }, 'EGR0201', /^tenantHosts\[0\] /],
    [
      'a number as an annotation',
      { allowedPodAnnotations: { 'inject.istio.io/a': 1 } as never },
      'EGR0103',
      /^allowedPodAnnotations\["inject\.istio\.io\/a"\] must be text/,
    ],
    [
      'an annotation that pods may have anyway',
      { allowedPodAnnotations: { 'checksum/config': 'x' } },
      'EGR0702',
      /checksum\/config/,
    ],
    [
      'keys of Istio',
      { allowedPodAnnotationKeys: ['traffic.sidecar.istio.io/'] },
      'EGR0103',
      /^allowedPodAnnotationKeys\[0\] .*outside istio\.io/,
    ],
    ['an empty key', { allowedPodAnnotationKeys: [''] }, 'EGR0103', /^allowedPodAnnotationKeys\[0\] /],
    ["the node's network as a field", { allowedPodFields: ['hostNetwork'] }, 'EGR0103', /^allowedPodFields\[0\] /],
    ['processes of the node as a field', { allowedPodFields: ['hostPID'] }, 'EGR0103', /^allowedPodFields\[0\] /],
    ['a path as a field', { allowedPodFields: ['spec.hostPID'] }, 'EGR0103', /^allowedPodFields\[0\] /],
    ['a volume type as a driver', { allowedCsiDrivers: ['csi driver'] }, 'EGR0103', /^allowedCsiDrivers\[0\] /],
    ['a resource without a domain', { allowedResources: ['gpu'] }, 'EGR0103', /^allowedResources\[0\] /],
    ['an object as the injection', { istioInjection: {} as never }, 'EGR0103', /^istioInjection .*IstioInjection/],
    ['text as a boolean', { exportToDefaultsToNamespace: 'true' as never }, 'EGR0107', /^exportToDefaultsToNamespace /],
  ])('%s', (_, props, code, problem) => {
    const finding = findingOf(() => made(props));
    expect(finding).toMatchObject({ code, constructPath: 'chart/it' });
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(/^(write|remove) /);
  });

  test('all malformed properties in one error', () => {
    const findings = findingsOf(() =>
      made({ deployers: [], tenantHosts: ['*.a.com', 'https://b.com'], allowedResources: ['gpu'] }),
    );
    expect(findings.map(({ code }) => code)).toEqual(['EGR0105', 'EGR0202', 'EGR0201', 'EGR0103']);
  });
});

test.each([
  ['controllers', 'trustedControllers'],
  ['hosts', 'tenantHosts'],
  ['podAnnotations', 'allowedPodAnnotations'],
  ['privateByDefault', 'exportToDefaultsToNamespace'],
])('EgressAdmissionPolicy answers the former name %s with %s', (former, name) => {
  expect(findingOf(() => made({ [former]: [] }))).toMatchObject({
    code: 'EGR0101',
    fix: `rename ${former} to ${name}`,
  });
});

test.each(['proxyImages', 'proxyConfigs', 'proxyEnv', 'proxyMounts', 'redirection'])(
  'EgressAdmissionPolicy answers the former property %s with IstioInjection',
  (former) => {
    const { fix } = findingOf(() => made({ [former]: [] }));
    expect(fix).toMatch(/^write istioInjection: IstioInjection\.of\(\{ proxy[A-Za-z]+: \.\.\. \}\)$/);
  },
);

describe('EgressAdmissionPolicy fails at synthesis if', () => {
  function withRoutes(props: Props): Chart {
    const { chart, gateway } = made(props);
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['api.example.com'] });
    const wildcardTarget = WildcardTarget.host('www.wild.example');
    new ExternalTlsRoute(chart, 'wild', { gateway, hosts: ['*.wild.example'], wildcardTarget });
    return chart;
  }

  const inTenant = (deployer: Subject): Props => ({ namespaces: ['a'], deployers: [deployer] });

  test.each<[string, Props, string, RegExp]>([
    ['the policy applies to no namespace', {}, 'EGR1501', /gateway istio-egress\/egress/],
    ["the policy applies to the gateway's namespace", { namespaces: ['istio-egress'] }, 'EGR1502', /istio-egress/],
    [
      'a deployer is a service account of a tenant',
      inTenant(Subject.serviceAccount('a', 'x')),
      'EGR1504',
      /system:serviceaccount:a:x/,
    ],
    [
      'a trusted controller is a service account of a tenant',
      { namespaces: ['a'], trustedControllers: [Subject.serviceAccount('a', 'x')] },
      'EGR1504',
      /trustedControllers cannot have system:serviceaccount:a:x/,
    ],
    [
      'the deployers are all service accounts of a tenant',
      inTenant(Subject.group('system:serviceaccounts:a')),
      'EGR1504',
      /system:serviceaccounts:a/,
    ],
    [
      'tenants may route a host of a route',
      { namespaces: ['a'], tenantHosts: ['api.example.com'] },
      'EGR1505',
      /api\.example/,
    ],
    [
      'tenants may route a host below a wildcard',
      { namespaces: ['a'], tenantHosts: ['x.wild.example'] },
      'EGR1505',
      /x\.wild/,
    ],
  ])('%s', (_, props, code, problem) => {
    const [finding, ...others] = errorsIn(withRoutes(props));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code, constructPath: 'chart/it' });
    expect(finding?.problem).toMatch(problem);
  });

  test('the gateway has two admission policies', () => {
    const { chart, gateway } = made({ namespaces: ['a'] });
    new EgressAdmissionPolicy(chart, 'two', { gateway, deployers: DEPLOYERS, namespaces: ['a'] });
    expect(errorsIn(chart)).toEqual([
      expect.objectContaining({ code: 'EGR1208', got: '{"constructs":["chart/it","chart/two"]}' }),
    ]);
  });

  test('another app owns the gateway', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    new EgressAdmissionPolicy(chart, 'it', { gateway, deployers: DEPLOYERS, namespaces: ['a'] });
    expect(errorsIn(chart)).toEqual([expect.objectContaining({ code: 'EGR1205', constructPath: 'chart/it' })]);
  });
});

describe('EgressAdmissionPolicy with a second gateway', () => {
  const second = (chart: Chart): EgressGateway =>
    new EgressGateway(chart, 'second', { namespace: 'egress-us', serviceName: 'us', selector: { istio: 'us' } });

  function withSecondPolicy(props: Props): Chart {
    const { chart } = made({ namespaces: ['a'], tenantHosts: ['shop.example.com'] });
    const same = { deployers: DEPLOYERS, namespaces: ['a'], tenantHosts: ['shop.example.com'] };
    new EgressAdmissionPolicy(chart, 'other', { gateway: second(chart), ...same, ...props });
    return chart;
  }

  test('cannot apply to the namespace of the second gateway', () => {
    const { chart } = made({ namespaces: ['a', 'egress-us'] });
    second(chart);
    expect(errorsIn(chart).map(({ code, problem }) => [code, problem])).toEqual([
      ['EGR1502', expect.stringContaining('egress-us')],
    ]);
  });

  test.each<[string, Props, string]>([
    ['other deployers', { deployers: [Subject.user('you')] }, 'deployers'],
    ['further deployers', { deployers: [...DEPLOYERS, Subject.group('ci')] }, 'deployers'],
    [
      'other controllers and hosts',
      { trustedControllers: [Subject.user('lb')], tenantHosts: [] },
      'trustedControllers, tenantHosts',
    ],
  ])('cannot have %s in a namespace that both policies apply to', (_, props, settings) => {
    expect(errorsIn(withSecondPolicy(props))).toEqual([
      expect.objectContaining({
        code: 'EGR1503',
        constructPath: 'chart/other',
        problem: `admission policies for a must have the same ${settings}`,
      }),
    ]);
  });

  test.each<[string, Props]>([
    ['the same settings in one namespace', {}],
    ['other deployers in other namespaces', { deployers: [Subject.user('you')], namespaces: ['b'] }],
  ])('may have %s', (_, props) => {
    expect(manifestsOf(withSecondPolicy(props)).filter(({ kind }) => kind.endsWith('Policy'))).toHaveLength(14);
  });
});

function errorsIn(chart: Chart): EgressFinding[] {
  return EgressChecks.of(chart)
    .findings()
    .filter(({ level }) => level === FindingLevel.ERROR);
}
