import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import {
  Deployer,
  EgressAdmissionPolicy,
  EgressAdmissionPolicyProps,
  EgressGateway,
  EgressLockdownPolicy,
  ExternalTlsRoute,
  WildcardTarget,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, ofKind, stderrOfEachTest } from '../help';

stderrOfEachTest();

const deployers = [Deployer.user('ci')];

function made(props: Partial<EgressAdmissionPolicyProps> = {}): {
  chart: Chart;
  gateway: EgressGateway;
  made: EgressAdmissionPolicy;
} {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-egress', serviceName: 'egress' });
  return { chart, gateway, made: new EgressAdmissionPolicy(chart, 'it', { gateway, deployers, ...props }) };
}

test('writes six policies and what puts each in force, in no namespace, named after the gateway', () => {
  const { chart, made: it } = made({ namespaces: ['payments'] });
  const names = ['workloads', 'endpoints', 'networks', 'routing', 'namespaces', 'proxies'].map(
    (id) => `egress-${id}.egress.istio-egress`,
  );
  for (const kind of ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']) {
    expect(ofKind(chart, kind).map(({ metadata }) => metadata)).toEqual(names.map((name) => ({ name })));
  }
  expect(it.policies.map(({ name }) => name)).toEqual(names);
  expect(it.bindings.map(({ name }) => name)).toEqual(names);
  expect(it.node.defaultChild).toBe(it.policies[0]);
});

test('is in force in the namespaces that lockdowns lead to the gateway, also ones made later, and those that are named', () => {
  const { chart, gateway, made: it } = made({ namespaces: ['orders'] });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
  expect(it.namespaces).toEqual(['orders', 'payments']);
  for (const { spec } of ofKind(chart, 'ValidatingAdmissionPolicyBinding')) {
    expect(spec).toMatchObject({
      validationActions: ['Deny'],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['orders', 'payments'] }],
        },
      },
    });
  }
});

test('every policy fails closed, and says of whom it is', () => {
  const { chart } = made({
    namespaces: ['a'],
    deployers: [Deployer.group('b'), Deployer.group('a'), Deployer.user('ci')],
  });
  for (const { spec, metadata } of ofKind(chart, 'ValidatingAdmissionPolicy')) {
    expect(spec).toMatchObject({ failurePolicy: 'Fail' });
    const conditions = JSON.stringify(spec?.['matchConditions']);
    if (metadata.name.startsWith('egress-workloads')) expect(conditions).not.toContain('userInfo');
    else expect(conditions).toMatch(/username in \['ci'(, '\w+:cloud-controller-manager')*\].*group in \['a', 'b'\]/);
  }
});

test('a patch reaches the object', () => {
  const { chart, made: it } = made({ namespaces: ['a'] });
  it.policies[0]?.addJsonPatch(JsonPatch.replace('/spec/failurePolicy', 'Ignore'));
  expect(ofKind(chart, 'ValidatingAdmissionPolicy')[0]?.spec).toMatchObject({ failurePolicy: 'Ignore' });
  expect(it.policies.every((each) => each instanceof ApiObject)).toBe(true);
});

describe('Deployer', () => {
  test.each<[Deployer, string]>([
    [Deployer.user('jane'), 'user jane'],
    [Deployer.group('platform'), 'group platform'],
    [Deployer.serviceAccount('argocd', 'controller'), 'user system:serviceaccount:argocd:controller'],
  ])('%s', (deployer, text) => {
    expect(deployer.toString()).toBe(text);
  });

  test.each<[string, () => unknown, string]>([
    ['everybody', () => Deployer.group('system:authenticated'), 'group system:authenticated is everybody'],
    [
      'all service accounts',
      () => Deployer.group('system:serviceaccounts'),
      'group system:serviceaccounts is everybody',
    ],
    ['nobody', () => Deployer.user('system:anonymous'), 'user system:anonymous is everybody'],
    ['an empty name', () => Deployer.user(' '), 'user has no name'],
    ['no name', () => Deployer.group(undefined as never), 'group has no name'],
    ['a malformed namespace', () => Deployer.serviceAccount('A', 'x'), 'namespace is not a dns-1123 label'],
    ['a malformed account', () => Deployer.serviceAccount('a', 'X'), 'service account is not a dns-1123 subdomain'],
  ])('refuses %s', (_, run, problem) => {
    const message = messageOf(run);
    expect(message).toContain(problem);
    expect(fixIn(message)).not.toBe('');
  });
});

test.each<[string, Partial<EgressAdmissionPolicyProps>, string]>([
  ['no deployers', { deployers: [] }, 'deployers is missing or of another kind'],
  ['something else than deployers', { deployers: ['ci'] as never }, 'deployers is missing or of another kind'],
  ['a namespace of the cluster', { namespaces: ['kube-system'] }, "namespace kube-system is the cluster's or istio's"],
  ['a wildcard', { hosts: ['*.example.com'] }, 'host is a wildcard'],
  ['a url', { hosts: ['https://a.com'] }, 'host'],
  ['an image with a tag', { proxyImages: ['docker.io/istio/proxyv2:1'] }, 'proxy image is no repository'],
  ['no image', { proxyImages: [] }, 'proxyImages is missing or of another kind'],
  [
    'annotations that are no texts',
    { podAnnotations: { a: 1 } as never },
    'podAnnotations is missing or of another kind',
  ],
  [
    'an annotation that nothing refuses',
    { podAnnotations: { 'proxy.istio/config': 'x' } },
    'annotation proxy.istio/config is of no kind that is refused',
  ],
  ['an empty configuration', { proxyConfigs: [' '] }, 'proxyConfigs is missing or of another kind'],
  ['a variable with a value', { proxyEnv: ['A=b'] }, 'proxyEnv is missing or of another kind'],
  ['a mount without a path', { proxyMounts: ['vault-token'] }, 'proxyMounts is missing or of another kind'],
  ['controllers of another kind', { controllers: ['x'] as never }, 'controllers is missing or of another kind'],
  ['a text for a boolean', { privateByDefault: 'true' as never }, 'privateByDefault'],
  ['a redirection that is none', { redirection: ['true'] }, 'redirection is missing or of another kind'],
  [
    'a redirection in one text',
    { redirection: 'istio-iptables' as never },
    'redirection is missing or of another kind',
  ],
])('refuses %s, at its path', (_, props, problem) => {
  const message = messageOf(() => made(props));
  expect(message).toContain('[chart/it] ');
  expect(message).toContain(problem);
  expect(fixIn(message)).not.toBe('');
});

test('refuses a second one, and the gateway of another app', () => {
  const { chart, gateway } = made({ namespaces: ['a'] });
  expect(messageOf(() => new EgressAdmissionPolicy(chart, 'two', { gateway, deployers }))).toContain(
    '[chart/two] gateway istio-egress/egress has two admission policies: got ["chart/it","chart/two"]',
  );
  const foreign = EgressGateway.fromExisting(chart, 'foreign', { namespace: 'x', selector: { istio: 'x' } });
  expect(messageOf(() => new EgressAdmissionPolicy(chart, 'three', { gateway: foreign, deployers }))).toContain(
    'the policy on what tenants may make is for the app that owns the gateway',
  );
});

describe('with a second gateway', () => {
  const second = (chart: Chart): EgressGateway =>
    new EgressGateway(chart, 'second', { namespace: 'egress-us', serviceName: 'us', selector: { istio: 'us' } });

  test('tenants keep off both, also where that comes later', () => {
    const { chart } = made({ namespaces: ['a'] });
    second(chart);
    const routing = ofKind(chart, 'ValidatingAdmissionPolicy').find(({ metadata }) =>
      metadata.name.startsWith('egress-routing'),
    );
    expect(JSON.stringify(routing)).toMatch(/egress\.istio-egress\.svc.*us\.egress-us\.svc/);
    expect(JSON.stringify(routing)).toMatch(/startsWith\('egress-us\/'\)/);
  });

  test('its namespace is none of a tenant', () => {
    const { chart } = made({ namespaces: ['a', 'egress-us'] });
    second(chart);
    expect(messageOf(() => manifestsOf(chart))).toContain("namespace egress-us is a gateway's own");
  });

  test('two policies on one namespace agree in everything', () => {
    const { chart } = made({ namespaces: ['a'], hosts: ['shop.example.com'] });
    const controllers = [Deployer.user('balancer')];
    new EgressAdmissionPolicy(chart, 'other', { gateway: second(chart), deployers, namespaces: ['a'], controllers });
    expect(messageOf(() => manifestsOf(chart))).toContain('are for a, with different controllers, hosts: got');
  });

  test('controllers keep addresses and labels, and nothing else', () => {
    const { chart } = made({ namespaces: ['a'], controllers: [Deployer.user('balancer')] });
    const policies = ofKind(chart, 'ValidatingAdmissionPolicy').filter((each) =>
      JSON.stringify(each).includes("'balancer'"),
    );
    expect(policies.map(({ metadata }) => metadata.name.split('.')[0])).toEqual([
      'egress-endpoints',
      'egress-namespaces',
    ]);
    for (const each of policies) expect(JSON.stringify(each)).toContain("'eks:cloud-controller-manager'");
  });

  test.each<[string, readonly Deployer[], readonly string[], boolean]>([
    ['other deployers of other namespaces', [Deployer.user('you')], ['b'], true],
    ['the same deployers of one namespace', deployers, ['a'], true],
    ['other deployers of one namespace', [Deployer.user('you')], ['a'], false],
    ['more deployers of one namespace', [...deployers, Deployer.group('ci')], ['a'], false],
  ])('two policies with %s', (_, others, namespaces, sound) => {
    const { chart } = made({ namespaces: ['a'] });
    new EgressAdmissionPolicy(chart, 'other', { gateway: second(chart), deployers: others, namespaces });
    if (sound) return expect(ofKind(chart, 'ValidatingAdmissionPolicy')).toHaveLength(12);
    const message = messageOf(() => manifestsOf(chart));
    expect(message.match(/two admission policies are for a, with different deployers/g)).toHaveLength(1);
    expect(fixIn(message)).toContain('give both the same deployers');
  });
});

test.each<[string, Partial<EgressAdmissionPolicyProps>, string]>([
  ['it is for no namespace', {}, 'the admission policy of gateway istio-egress/egress is for no namespace'],
  ["it is for the gateway's namespace", { namespaces: ['istio-egress'] }, "namespace istio-egress is a gateway's own"],
  [
    'a deployer is a tenant',
    { namespaces: ['a'], deployers: [Deployer.serviceAccount('a', 'x')] },
    'deployer system:serviceaccount:a:x is a tenant',
  ],
  [
    'all accounts of a tenant are deployers',
    { namespaces: ['a'], deployers: [Deployer.group('system:serviceaccounts:a')] },
    'deployer system:serviceaccounts:a is a tenant',
  ],
  [
    'tenants may name a host of a route',
    { namespaces: ['a'], hosts: ['api.example.com'] },
    "host api.example.com is the gateway's",
  ],
  [
    'tenants may name a host below a wildcard',
    { namespaces: ['a'], hosts: ['x.wild.example'] },
    "host x.wild.example is the gateway's",
  ],
])('fails at synthesis where %s', (_, props, problem) => {
  const { chart, gateway } = made(props);
  new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['api.example.com'] });
  new ExternalTlsRoute(chart, 'wild', {
    gateway,
    hosts: ['*.wild.example'],
    wildcardTarget: WildcardTarget.fixed('www.wild.example'),
  });
  const message = messageOf(() => manifestsOf(chart));
  expect(message).toContain(problem);
});
