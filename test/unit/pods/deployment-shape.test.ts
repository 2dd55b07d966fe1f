/** The options of a gateway that the library deploys: what would break the gateway is rejected. */
import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { EgressChecks, EgressGateway, GatewayDeploymentOptions, GatewayVolume, GatewayWorkload } from '../../../lib';
import { readDeploymentOptions } from '../../../lib/pods/deployment-shape';
import { readPodOptions } from '../../../lib/pods/pod-shapes';
import { violations } from '../../support/schema';
import { findingOf, findingsOf } from '../input/findings';
import { manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';

stderrOfEachTest();

const CA = GatewayVolume.configMap('corporate-ca', '/mnt/corporate-ca');

interface Pods {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
  readonly spec: Record<string, unknown> & { readonly containers: readonly Record<string, unknown>[] };
}

function deployed(options: GatewayDeploymentOptions, selector?: Record<string, string>) {
  const chart = newChart();
  const workload = GatewayWorkload.deployment(options);
  new EgressGateway(chart, 'gateway', { namespace: 'istio-egress', serviceName: 'egress', workload, selector });
  return chart;
}

function podsOf(options: GatewayDeploymentOptions): Pods {
  const chart = deployed(options);
  expect(manifestsOf(chart).flatMap(violations)).toEqual([]);
  return (only(chart, 'Deployment').spec as unknown as { readonly template: Pods }).template;
}

test('a pull secret in the form of Kubernetes has a fix with its name', () => {
  const options = { imagePullSecrets: [{ name: 'registry' }] } as never;
  expect(findingOf(() => GatewayWorkload.deployment(options)).fix).toBe('write imagePullSecrets: ["registry"]');
});

test('every option is in the pods, in addition to what the library writes', () => {
  const { metadata, spec } = podsOf({
    podLabels: { 'example.com/team': 'network', 'app.kubernetes.io/part-of': 'mesh' },
    podAnnotations: { 'cni.projectcalico.org/ipv4pools': '["egress"]' },
    env: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' },
    volumes: [
      CA,
      GatewayVolume.secret('partner-client', '/mnt/partner'),
      GatewayVolume.csi('secrets-store.csi.k8s.io', '/mnt/vault', { secretProviderClass: 'vault' }),
    ],
    imagePullSecrets: ['registry'],
    priorityClassName: 'system-cluster-critical',
  });
  const bare = podsOf({});
  expect(metadata.labels).toEqual({
    ...bare.metadata.labels,
    'example.com/team': 'network',
    'app.kubernetes.io/part-of': 'mesh',
  });
  expect(metadata.annotations).toEqual({
    ...bare.metadata.annotations,
    'cni.projectcalico.org/ipv4pools': '["egress"]',
  });
  const names = ['mnt-corporate-ca', 'mnt-partner', 'mnt-vault'];
  const paths = ['/mnt/corporate-ca', '/mnt/partner', '/mnt/vault'];
  expect(spec).toEqual({
    ...bare.spec,
    containers: [
      {
        ...bare.spec.containers[0],
        env: [{ name: 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS', value: 'true' }],
        volumeMounts: names.map((name, index) => ({ name, mountPath: paths[index], readOnly: true })),
      },
    ],
    volumes: [
      { name: names[0], configMap: { name: 'corporate-ca' } },
      { name: names[1], secret: { secretName: 'partner-client' } },
      {
        name: names[2],
        csi: {
          driver: 'secrets-store.csi.k8s.io',
          readOnly: true,
          volumeAttributes: { secretProviderClass: 'vault' },
        },
      },
    ],
    imagePullSecrets: [{ name: 'registry' }],
    priorityClassName: 'system-cluster-critical',
  });
});

const token = Lazy.any({ produce: () => 'x' }) as unknown as string;

test.each<[string, GatewayDeploymentOptions, string, RegExp]>([
  ['a label of a selector', { podLabels: { istio: 'b' } }, 'EGR0311', /^write podLabels: .*"example\.com\/istio": "b"/],
  ['a label of injection', { podLabels: { 'sidecar.istio.io/inject': 'false' } }, 'EGR0311', /^remove sidecar/],
  ['the revision', { podLabels: { 'istio.io/rev': '1-30' } }, 'EGR0311', /^write revision: "1-30"$/],
  ['the name of the app', { podLabels: { 'app.kubernetes.io/name': 'x' } }, 'EGR0311', /^remove app/],
  [
    'a Gateway of the Gateway API',
    { podLabels: { 'gateway.networking.k8s.io/gateway-name': 'a' } },
    'EGR0311',
    /^remove gateway/,
  ],
  ['the template', { podAnnotations: { 'inject.istio.io/templates': 'sidecar' } }, 'EGR0311', /^remove inject/],
  ['the redirection', { podAnnotations: { 'traffic.sidecar.istio.io/x': '' } }, 'EGR0311', /^remove traffic/],
  ['the configuration', { podAnnotations: { 'proxy.istio.io/config': '{}' } }, 'EGR0311', /^remove proxy/],
  ['the metrics', { podAnnotations: { 'prometheus.io/port': '1' } }, 'EGR0311', /^remove prometheus/],
  [
    'the AppArmor profile',
    { podAnnotations: { 'container.apparmor.security.beta.kubernetes.io/istio-proxy': 'unconfined' } },
    'EGR0311',
    /^remove container/,
  ],
  ['an SDS resource', { podAnnotations: { 'egress-credential-a': '{}' } }, 'EGR0311', /^write podAnnotations/],
  ['a malformed label', { podLabels: { 'example.com/team': 'a b' } }, 'EGR0113', /./],
  ['a token', { podLabels: { 'example.com/team': token } }, 'EGR0108', /./],
  ['all labels as a token', { podLabels: token as never }, 'EGR0108', /./],
  ['a variable of the injection', { env: { PROXY_CONFIG: '{}' } }, 'EGR0313', /^remove PROXY_CONFIG from env$/],
  ['a misspelt variable', { env: { MINIMUM_DRAIN_DURATIO: '7s' } }, 'EGR0313', /^rename .* to MINIMUM_DRAIN_DURATION$/],
  ['a variable that is no text', { env: { MINIMUM_DRAIN_DURATION: 7 as never } }, 'EGR0103', /"7"/],
  ['a variable as a token', { env: { MINIMUM_DRAIN_DURATION: token } }, 'EGR0108', /./],
  ['a drain without a unit', { env: { MINIMUM_DRAIN_DURATION: '7' } }, 'EGR0314', /^write env.*"10s"/],
  ['a flag that is no boolean', { env: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'yes' } }, 'EGR0314', /^write env.*"true"/],
  ['a reference', { env: { OTEL_RESOURCE_ATTRIBUTES: 'a=$(TOKEN)' } }, 'EGR0314', /^write env.*"team=network"/],
  ['no volume', { volumes: [{ mountPath: '/mnt/a' } as never] }, 'EGR0103', /GatewayVolume\.configMap/],
  ['a folder twice', { volumes: [CA, CA] }, 'EGR0106', /^remove volumes\[1\]/],
  ['a pull secret with a space', { imagePullSecrets: ['a b'] }, 'EGR0110', /./],
  ['a priority class with a space', { priorityClassName: 'a b' }, 'EGR0110', /./],
  [
    'an address of the Service',
    { loadBalancerIP: '192.0.2.1' } as never,
    'EGR0101',
    /^remove loadBalancerIP: external hosts/,
  ],
])('the options of a deployment reject %s', (_, options, code, fix) => {
  const finding = findingOf(() => readDeploymentOptions('it', options));
  expect([finding.code, finding.fix]).toEqual([code, expect.stringMatching(fix)]);
});

test.each([
  { MINIMUM_DRAIN_DURATION: '1m30s' },
  { MINIMUM_DRAIN_DURATION: '0.5s' },
  { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'false' },
  { OTEL_RESOURCE_ATTRIBUTES: 'team=network,cost=$5' },
])('the variable %p is written as given', (env) => {
  expect(readDeploymentOptions('it', { env }).env).toEqual(env);
});

test.each(['/etc/istio', '/mnt', '/mnt/', '/mnt/a/b', '/mnt/../etc', '/mnt/A', 'mnt/a', '', token, 7 as never])(
  'the folder %p is rejected',
  (mountPath) => {
    expect(['EGR0312', 'EGR0108']).toContain(findingOf(() => GatewayVolume.secret('a', mountPath)).code);
  },
);

test('an installed gateway has the fields of the deployment in the input of its installer', () => {
  const finding = findingOf(() => readPodOptions('GatewayWorkload.external', { podLabels: { 'example.com/a': 'b' } }));
  expect(finding.fix).toBe(
    'remove podLabels, and set the field in the input of the installer, or use GatewayWorkload.deployment',
  );
});

test('every mistake of a volume is reported', () => {
  const codes = findingsOf(() => GatewayVolume.csi('A B', '/etc', { a: 1 as never })).map(({ code }) => code);
  expect(codes).toEqual(['EGR0312', 'EGR0110', 'EGR0103']);
});

test('a label of the selector cannot be one of the further labels', () => {
  const labels = { 'example.com/egress': 'a' };
  const finding = findingOf(() => deployed({ podLabels: labels }, labels));
  expect([finding.code, finding.fix]).toEqual(['EGR0311', 'remove example.com/egress from podLabels']);
});

test('a gateway whose pods another gateway selects by a further label is an error', () => {
  const chart = deployed({ podLabels: { 'example.com/egress': 'b' } });
  const found = (): readonly string[] =>
    EgressChecks.of(chart)
      .findings()
      .map(({ code }) => code)
      .filter((code) => code.startsWith('EGR1'));
  expect(found()).toEqual([]);
  const selector = { 'example.com/egress': 'b' };
  const workload = GatewayWorkload.deployment();
  new EgressGateway(chart, 'other', { namespace: 'istio-egress', serviceName: 'other', selector, workload });
  expect(found()).toEqual(['EGR1209']);
});

test('whatever labels and annotations are accepted, those of the library stay', () => {
  const bare = podsOf({}).metadata;
  const part = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const domain = fc.oneof(
    fc.constantFrom('istio.io', 'sidecar.istio.io', 'prometheus.io', 'app.kubernetes.io', 'notistio.io', ''),
    fc.tuple(part, part).map((parts) => parts.join('.')),
  );
  const key = fc.oneof(
    fc.tuple(domain, part).map((parts) => parts.filter((each) => each !== '').join('/')),
    fc.constantFrom(...Object.keys(bare.labels), ...Object.keys(bare.annotations), 'egress-credential-a'),
  );
  fc.assert(
    fc.property(fc.dictionary(key, part, { maxKeys: 3 }), (texts) => {
      for (const option of ['podLabels', 'podAnnotations'] as const) {
        let accepted: Record<string, string> = {};
        try {
          accepted = readDeploymentOptions('it', { [option]: texts })[option] ?? {};
        } catch {
          continue;
        }
        const { labels, annotations } = podsOf({ [option]: accepted }).metadata;
        expect({ ...labels, ...annotations }).toEqual({ ...bare.labels, ...bare.annotations, ...accepted });
        expect({ ...labels, ...annotations }).toMatchObject({ ...bare.labels, ...bare.annotations });
        expect(Object.keys(accepted).filter((each) => !each.includes('/') || each.includes('istio.io/'))).toEqual(
          Object.keys(accepted).filter((each) => each.startsWith('notistio.io/')),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('the Service of a deployed gateway is for the cluster alone', () => {
  expect(ofKind(deployed({}), 'Service').map(({ spec }) => spec?.['type'])).toEqual(['ClusterIP']);
});

test('the class of the priority is found under a shorter name', () => {
  const { fix } = findingOf(() => readDeploymentOptions('workload', { priorityClass: 'high' }));
  expect(fix).toBe('rename priorityClass to priorityClassName');
});
