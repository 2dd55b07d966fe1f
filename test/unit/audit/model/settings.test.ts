import { stringify } from 'yaml';
import { meshOf, settingsOf } from '../../../../lib/audit/model/mesh-of';
import { MeshSettings } from '../../../../lib/audit/model/settings';

const settings = (value: object): MeshSettings => {
  const { settings: read, problems } = settingsOf({ file: 'mesh.yaml', text: stringify(value) });
  expect(problems).toEqual([]);
  return read;
};

const CONFIG = { rootNamespace: 'mesh', trustDomain: 'example.org', outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
const SETTINGS: MeshSettings = {
  rootNamespace: 'mesh',
  trustDomain: 'example.org',
  outboundTrafficPolicy: 'REGISTRY_ONLY',
};
const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: stringify(CONFIG) },
};

test.each([
  ['a MeshConfig', CONFIG],
  ['a MeshConfig with other fields of Istio', { ...CONFIG, accessLogFile: '/dev/stdout', defaultConfig: {} }],
  ['values of Helm', { meshConfig: CONFIG, pilot: {} }],
  [
    'an IstioOperator',
    { apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', spec: { meshConfig: CONFIG } },
  ],
  ['an Istio', { apiVersion: 'sailoperator.io/v1', kind: 'Istio', spec: { values: { meshConfig: CONFIG } } }],
  ['the ConfigMap istio', CONFIG_MAP],
])('%s has the settings of the mesh', (_, value) => {
  expect(settings(value)).toEqual(SETTINGS);
});

test('values of Helm outside the MeshConfig are settings, and the MeshConfig applies first', () => {
  const global = { istioNamespace: 'values', proxy: { clusterDomain: 'example.local' } };
  expect(settings({ global })).toEqual({
    rootNamespace: 'values',
    istioNamespace: 'values',
    clusterDomain: 'example.local',
  });
  expect(settings({ global, meshConfig: { rootNamespace: 'mesh' } })).toMatchObject({ rootNamespace: 'mesh' });
  const spec = { meshConfig: CONFIG, values: { global } };
  expect(settings({ kind: 'IstioOperator', spec })).toEqual({
    ...SETTINGS,
    istioNamespace: 'values',
    clusterDomain: 'example.local',
  });
});

test('the fields of the audit are beside those of Istio', () => {
  const gatewayServices = [
    { namespace: 'egress', name: 'gateway', podLabels: { istio: 'egress' }, ports: [{ port: 443, targetPort: 8443 }] },
  ];
  const own = { clusterDomain: 'example.local', gatewayServices, namespaceLabels: { payments: { team: 'a' } } };
  expect(settings({ ...CONFIG, ...own })).toEqual({ ...SETTINGS, ...own });
  expect(settings({ meshConfig: CONFIG, ...own })).toEqual({ ...SETTINGS, ...own });
});

test('an outbound traffic policy without a mode is REGISTRY_ONLY', () => {
  expect(settings({ outboundTrafficPolicy: {} })).toEqual({ outboundTrafficPolicy: 'REGISTRY_ONLY' });
});

test.each([
  ['a: 1\nclusterdomain: b\n', 2, 'clusterdomain is unknown', 'write clusterDomain'],
  ['meshConfig:\n  rootNamespaces: a\n', 2, 'meshConfig.rootNamespaces is unknown', 'write rootNamespace'],
  [
    'global:\n  proxy:\n    excludeOutboundPort: "22"\n',
    3,
    'global.proxy.excludeOutboundPort is unknown',
    'write excludeOutboundPorts',
  ],
  ['global:\n  trustdomain: a\n', 2, 'global.trustdomain is unknown', 'write trustDomain'],
  ['outboundTrafficPolicy:\n  mode: ALLOW\n', 1, 'outboundTrafficPolicy must be', 'write { mode: ALLOW_ANY }'],
  ['rootNamespace: 1\n', 1, 'rootNamespace must be the name of a namespace: got 1', 'write the name'],
  ['outboundTrafficPolicy: { mod: REGISTRY_ONLY }\n', 1, 'outboundTrafficPolicy must be', 'write { mode: ALLOW_ANY }'],
  ['gatewayServices: [{ name: a }]\n', 1, 'gatewayServices must be a list of', 'write a list of'],
  ['discoverySelectors: [{ matchLabel: { a: b } }]\n', 1, 'discoverySelectors must be a list of', 'write a list of'],
  [
    'gatewayServices: [{ namespace: a, name: b, podLabels: { c: d }, ports: [{ port: 80, targetport: 8080 }] }]\n',
    1,
    'gatewayServices must be a list of',
    'write a list of',
  ],
  ['namespaceLabels: { a: [b] }\n', 1, 'namespaceLabels must be a mapping of', 'write a mapping of'],
  ['- a\n', 1, 'the settings of the mesh must be a mapping', 'write fields of a MeshConfig'],
  [
    'kind: Deployment\nmetadata: { name: a }\n',
    1,
    'a file with settings of the mesh has no setting',
    'write one document',
  ],
  [
    'rootNamespace: a\n---\nrootNamespace: b\n',
    2,
    'a file with settings of the mesh has several documents',
    'write one document',
  ],
  ['- a\n---\n- b\n', 2, 'a file with settings of the mesh has several documents', 'write one document'],
  ['a: [\n', 2, 'the document is not valid YAML', 'close the [ of line 1, or correct the text'],
])('the mistake in %j is in line %i', (text, line, message, fix) => {
  const { problems } = settingsOf({ file: 'mesh.yaml', text });
  expect(problems).toMatchObject([{ code: 'EGR3910', file: 'mesh.yaml', line }]);
  expect(problems[0]?.message.startsWith(message)).toBe(true);
  expect(problems[0]?.fix.startsWith(fix)).toBe(true);
});

describe('the ConfigMap istio among the manifests', () => {
  const text = stringify(CONFIG_MAP);

  test('has the settings, unless a setting is given', () => {
    expect(meshOf([{ file: 'a.yaml', text }]).mesh.settings).toEqual(SETTINGS);
    const { mesh } = meshOf([{ file: 'a.yaml', text }], { trustDomain: 'given' });
    expect(mesh.settings).toEqual({ ...SETTINGS, trustDomain: 'given' });
  });

  test.each([
    ['payments', undefined, {}],
    ['mesh', 'mesh', SETTINGS],
    ['istio-system', 'mesh', { rootNamespace: 'mesh' }],
  ])('in namespace %s, with the root namespace %s given, has the settings %j', (namespace, rootNamespace, expected) => {
    const other = text.replace('istio-system', namespace);
    const given = rootNamespace === undefined ? {} : { rootNamespace };
    expect(meshOf([{ file: 'a.yaml', text: other }], given).mesh.settings).toEqual(expected);
  });

  test('has the lines of its mistakes', () => {
    const wrong = text.replace('mode: REGISTRY_ONLY', 'mode: ALLOW');
    const { problems } = meshOf([{ file: 'a.yaml', text: wrong }]);
    const line = 1 + wrong.split('\n').findIndex((each) => each.includes('outboundTrafficPolicy'));
    expect(problems).toMatchObject([{ code: 'EGR3910', level: 'error', file: 'a.yaml', line }]);
  });
});

test.each([
  [
    'an IstioOperator of the namespace of istiod',
    'install.istio.io/v1alpha1',
    'IstioOperator',
    'istio-system',
    SETTINGS,
  ],
  ['an IstioOperator of a tenant', 'install.istio.io/v1alpha1', 'IstioOperator', 'payments', {}],
  ['an Istio', 'sailoperator.io/v1', 'Istio', undefined, SETTINGS],
  ['an Istio of another group', 'example.com/v1', 'Istio', undefined, {}],
])('%s among the manifests', (_title, apiVersion, kind, namespace, expected) => {
  const spec = { values: { meshConfig: CONFIG } };
  const text = stringify({ apiVersion, kind, metadata: { name: 'default', namespace }, spec });
  expect(meshOf([{ file: 'a.yaml', text }]).mesh.settings).toEqual(expected);
});

test('values of Helm have what the redirection of every pod leaves out', () => {
  const proxy = { excludeOutboundPorts: '22', excludeIPRanges: '10.0.0.0/8', includeIPRanges: '*' };
  expect(settings({ global: { proxy } })).toEqual(proxy);
});

test('other fields of a proxy in values of Helm are no mistakes', () => {
  const proxy = {
    includeOutboundPorts: '',
    includeInboundPorts: '*',
    excludeInboundPorts: '',
    image: 'proxyv2',
    clusterDomain: 'a',
  };
  const text = stringify({ global: { proxy, istiod: {}, network: '' } });
  expect(settingsOf({ file: 'mesh.yaml', text })).toEqual({ settings: { clusterDomain: 'a' }, problems: [] });
});

test('a MeshConfig has the visibility of objects', () => {
  const discoverySelectors = [{ matchLabels: { mesh: 'a' }, matchExpressions: [] }];
  const config = { defaultServiceExportTo: ['.'], trustDomainAliases: ['old'], discoverySelectors };
  expect(settings(config)).toEqual(config);
});
