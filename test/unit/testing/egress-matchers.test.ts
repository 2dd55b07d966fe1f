import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import {
  DirectHost,
  EgressGateway,
  EgressLockdownPolicy,
  EgressMesh,
  EgressSource,
  ExternalTlsRoute,
  OutboundTrafficPolicyMode,
} from '../../../lib';
import { EgressRequest, RequestProtocol, waysOf } from '../../../lib/testing';
import '../../../lib/testing/register';
import { messageOf, silenced } from './support';

/** A chart with a host for one service account, and a namespace under a lockdown. */
function egressChart(scope: Construct = Testing.app()): Chart {
  const chart = new Chart(scope, 'egress', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });
  const allowFrom = [EgressSource.serviceAccount('payments', 'api')];
  new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'], allowFrom });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
  return chart;
}

const chart = egressChart();
const from = 'payments/api';

describe('toRouteThroughGateway', () => {
  test('passes for a source of a route, with the gateway of the route', () => {
    expect(chart).toRouteThroughGateway('edition.cnn.com', 443, { from });
    expect(chart).toRouteThroughGateway('Edition.CNN.com', 443, { from, protocol: RequestProtocol.TLS });
    const gateway = 'istio-system/istio-egressgateway';
    expect(chart).toRouteThroughGateway('edition.cnn.com', 443, { from, gateway });
  });

  test('accepts an App, an EgressMesh and a list of manifests', () => {
    const app = Testing.app();
    const mesh = new EgressMesh(app, 'mesh');
    egressChart(mesh);
    for (const subject of [app, mesh, Testing.synth(chart)]) {
      expect(subject).toRouteThroughGateway('edition.cnn.com', 443, { from });
    }
  });

  test('fails for another gateway, with the way, the objects of each hop and their constructs', () => {
    const request = { from, gateway: 'istio-egress/egress' };
    expect(messageOf(() => expect(chart).toRouteThroughGateway('edition.cnn.com', 443, request))).toMatchSnapshot();
  });

  test('fails for a workload that is no source, with the policy that refuses and the fix', () => {
    const request = { from: 'payments/other' };
    expect(messageOf(() => expect(chart).toRouteThroughGateway('edition.cnn.com', 443, request))).toMatchSnapshot();
  });

  test('fails for a namespace that no manifest names, with the assumption', () => {
    const UNNAMED = /Assumptions:\n[^]*namespace paymnets exists: no manifest names the namespace/;
    const request = { from: 'paymnets/api' };
    expect(messageOf(() => expect(chart).toRouteThroughGateway('edition.cnn.com', 443, request))).toMatch(UNNAMED);
    expect(messageOf(() => expect(chart).toBlockDirectEgress('paymnets'))).toMatch(UNNAMED);
  });

  test('fails under .not with the way of the request', () => {
    const assertion = () => expect(chart).not.toRouteThroughGateway('edition.cnn.com', 443, { from });
    expect(messageOf(assertion)).toContain(
      'expect(chart).not.toRouteThroughGateway("edition.cnn.com", 443, { from: "payments/api" })\n\n' +
        'Expected: not through a gateway\nReceived: through the gateway istio-system/istio-egressgateway\n',
    );
  });
});

test.each([{ method: 'GET' }, { path: '/politics' }])('refuses %j for TLS, which no proxy reads', (option) => {
  const asked = { from, ...option };
  expect(() => expect(chart).toDeny('edition.cnn.com', 443, asked)).toThrow(/EGR0103.* for the protocol tls/);
  expect(chart).toDeny('edition.cnn.com', 443, { ...asked, protocol: RequestProtocol.HTTP });
  // Without a ServiceEntry, the protocol is that of the command for HOST:PORT.
  expect(() => expect(chart).toDeny('db.example.com', 5432, asked)).toThrow(/EGR0103.* for the protocol tcp/);
});

describe('toDeny', () => {
  test('passes for a workload that is no source, for an unknown host behind a lockdown, and without a sidecar', () => {
    expect(chart).toDeny('edition.cnn.com', 443, { from: 'payments/other' });
    expect(chart).toDeny('www.example.com', 443, { from });
    expect(chart).toDeny('edition.cnn.com', 443, { from, sidecar: false });
    expect(chart).not.toDeny('edition.cnn.com', 443, { from });
  });

  test('fails for an open port, with the way around the gateway and the fix', () => {
    const request = { from: 'default/curl' };
    const message = messageOf(() => expect(chart).toDeny('edition.cnn.com', 8443, request));
    expect(message).toMatchSnapshot();
    expect(readFileSync('docs/guide/testing.md', 'utf8')).toContain(`\`\`\`\n${message}\n\`\`\``);
  });

  test('fails for a request that fails by mistake', () => {
    const withoutRule = Testing.synth(chart).filter(({ kind }: { kind: string }) => kind !== 'Gateway') as object[];
    const assertion = () => expect(withoutRule).toDeny('edition.cnn.com', 443, { from });
    expect(messageOf(assertion)).toContain('Expected: denied or blocked\nReceived: the request fails\n');
  });

  test('uses the settings of the EgressMesh, and settings of the assertion in their place', () => {
    const outboundTrafficPolicy = OutboundTrafficPolicyMode.REGISTRY_ONLY;
    const strict = egressChart(new EgressMesh(new App(), 'mesh', { outboundTrafficPolicy }));
    const request = { from: 'default/curl' };
    expect(strict).toDeny('www.example.com', 443, request);
    const mesh = { outboundTrafficPolicy: OutboundTrafficPolicyMode.ALLOW_ANY };
    expect(strict).not.toDeny('www.example.com', 443, { ...request, mesh });
    expect(chart).not.toDeny('www.example.com', 443, request);
  });
});

describe('toBlockDirectEgress', () => {
  test('passes for a namespace under a lockdown, and only for such a namespace', () => {
    expect(chart).toBlockDirectEgress('payments');
    expect(chart).not.toBlockDirectEgress('default');
  });

  test('passes for the pods that the lockdown selects, and only for such pods', () => {
    const part = Testing.chart();
    const podLabels = { egress: 'locked' };
    const gateway = new EgressGateway(part, 'gateway');
    new EgressLockdownPolicy(part, 'lockdown', { gateway, namespaces: ['payments'], podLabels });
    silenced(() => {
      expect(part).toBlockDirectEgress('payments', { labels: podLabels });
      expect(part).not.toBlockDirectEgress('payments');
    });
  });

  test('fails with each object that opens a connection, and passes if the range is an exception', () => {
    const open = egressChart();
    const direct = { hosts: ['backup.example.com'], namespaces: ['payments'], cidrs: ['198.51.100.7/32'] };
    new DirectHost(open, 'backup', { ...direct, because: 'the backup has its own proxy' });
    expect(messageOf(() => expect(open).toBlockDirectEgress('payments'))).toBe(
      [
        'expect(chart).toBlockDirectEgress("payments")',
        '',
        'Expected: no connection from a pod to an address outside the cluster',
        'Received: open connections',
        '',
        'Open:',
        '  TCP to 198.51.100.7, port 443',
        '       NetworkPolicy payments/egress-lockdown-payments spec.egress[3] (egress/lockdown/NetworkPolicy-payments)',
        '',
        'For another outcome:',
        '  remove the rules that let connections pass, or write their ranges in except of the assertion',
      ].join('\n'),
    );
    expect(open).toBlockDirectEgress('payments', { except: ['198.51.100.0/24'] });
  });

  const policyOf = (...to: readonly object[]): object => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'lockdown', namespace: 'payments' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: to.map((ipBlock) => ({ to: [{ ipBlock }] })) },
  });
  const denialOf = (networks: readonly string[], ...protocols: readonly object[]): object => ({
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name: 'denial' },
    spec: {
      ...{ tier: 'Admin', priority: 1, subject: { namespaces: {} } },
      egress: [{ action: 'Deny', to: [{ networks }], ...(protocols.length > 0 && { protocols }) }],
    },
  });
  const EVERYWHERE = ['0.0.0.0/0', '::/0'];
  const destinationPort = { range: { start: 1, end: 65000 } };

  test.each<[string, object, string[], string]>([
    ['a half of a range', policyOf({ cidr: '198.51.100.0/24', except: ['198.51.100.0/25'] }), [], '198.51.100.128/25'],
    ['a range beside the exception', policyOf({ cidr: '192.0.2.0/30' }), ['192.0.2.0/32'], '192.0.2.1, 192.0.2.2/31'],
    [
      'the internet without reserved ranges',
      policyOf({ cidr: '0.0.0.0/0', except: ['0.0.0.0/8', '203.0.113.0/24'] }),
      [],
      '1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6 and 27 more, any port',
    ],
    [
      'the ports behind a range of ports',
      denialOf(EVERYWHERE, { tcp: { destinationPort } }, { udp: { destinationPort } }),
      [],
      'any address, port 65001',
    ],
    ['what no rule denies', denialOf(['0.0.0.0/0', '::/1']), [], '8000::/1, any port'],
  ])('fails with %s', (_, policy, except, open) => {
    expect(messageOf(() => expect([policy]).toBlockDirectEgress('payments', { except }))).toContain(`TCP to ${open}`);
  });

  test('passes if policies deny every address, and exceptions are the rest', () => {
    expect([denialOf(EVERYWHERE)]).toBlockDirectEgress('payments');
    const rest = policyOf({ cidr: '192.0.2.0/30' }, { cidr: '2001:db8::/64' });
    expect([rest]).toBlockDirectEgress('payments', { except: ['192.0.2.0/31', '192.0.2.2/31', '2001:db8::/32'] });
  });

  test('fails with the absence of policies', () => {
    expect(messageOf(() => expect(chart).toBlockDirectEgress('default'))).toContain(
      'Open:\n  TCP to any address, any port\n       no policy denies\n\nFor another outcome:\n  create an EgressLockdownPolicy with namespaces: ["default"]',
    );
  });
});

describe('objects without a namespace', () => {
  const bare = new Chart(Testing.app(), 'bare');
  new ApiObject(bare, 'lockdown', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'lockdown' },
    spec: { podSelector: {}, policyTypes: ['Egress'] },
  });
  const mesh = { outboundTrafficPolicy: OutboundTrafficPolicyMode.ALLOW_ANY };
  const ASSUMED = 'objects without metadata.namespace are in namespace default, such as NetworkPolicy default/lockdown';

  test.each<[string, object]>([
    ['a chart', bare],
    ['a list of manifests', Testing.synth(bare) as object[]],
  ])('of %s are in the namespace of the option', (_, subject) => {
    const options = { mesh, namespace: 'payments' };
    expect(subject).toBlockDirectEgress('payments', options);
    expect(subject).toDeny('api.example.com', 443, { from, ...options });
    expect(waysOf(subject, options)).toContain('payments/* -> any other host: blocked');
    expect(subject).toHaveNoFindings(options);
  });

  test('are in namespace default without the option, which is an assumption', () => {
    expect(bare).toBlockDirectEgress('default', { mesh });
    expect(messageOf(() => expect(bare).toBlockDirectEgress('payments', { mesh }))).toContain(ASSUMED);
    expect(messageOf(() => expect(bare).toDeny('api.example.com', 443, { from, mesh }))).toContain(ASSUMED);
  });

  test('have the paths of their constructs', () => {
    const assertion = () => expect(bare).not.toDeny('api.example.com', 443, { from, mesh, namespace: 'payments' });
    expect(messageOf(assertion)).toContain('NetworkPolicy payments/lockdown (bare/lockdown)');
  });
});

test('toHaveNoFindings leaves out objects of another revision than that of the settings', () => {
  const metadata = { name: 'canary', namespace: 'payments', labels: { 'istio.io/rev': 'canary' } };
  const sidecar = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata, spec: {} };
  const found = messageOf(() => expect([sidecar]).toHaveNoFindings());
  expect(found).toContain('EGR3403 error: the audit does not evaluate Sidecar payments/canary');
  expect([sidecar]).toHaveNoFindings({ mesh: { revision: 'stable' } });
});

describe('the arguments', () => {
  test.each<[string, () => void, string]>([
    ['a URL', () => expect(chart).toDeny('https://a.example.com/x', 443, { from }), 'fix: write "a.example.com"'],
    ['a port as text', () => expect(chart).toDeny('a.example.com', '443' as unknown as number, { from }), 'EGR0111'],
    ['no caller', () => expect(chart).toDeny('a.example.com', 443, {} as { from: string }), 'from must be'],
    ['no request', () => expect(chart).toDeny('a.example.com', 443, undefined as never), 'EGR0102'],
    [
      'three names',
      () => expect(chart).toDeny('a.example.com', 443, { from: 'a/b/c' }),
      "fix: write from: 'payments/api'",
    ],
    [
      'a misspelt property',
      () => expect(chart).toDeny('a.example.com', 443, { form: 'a' } as never),
      'rename form to from',
    ],
    [
      'a name of another tool',
      () => expect(chart).toDeny('a.example.com', 443, { from, hasSidecar: false } as never),
      'rename hasSidecar to sidecar',
    ],
    [
      'a gateway without a namespace',
      () => expect(chart).toRouteThroughGateway('a.example.com', 443, { from, gateway: 'egress' }),
      "write gateway: 'istio-egress/egress'",
    ],
    ['host bits', () => expect(chart).toBlockDirectEgress('a', { except: ['10.0.0.1/8'] }), 'except[0]'],
    ['a malformed namespace of objects', () => expect(chart).toHaveNoFindings({ namespace: 'a/b' }), 'EGR0110'],
    ['a namespace in upper case', () => expect(chart).toBlockDirectEgress('Payments'), 'EGR0110'],
    ['options that are no object', () => expect(chart).toHaveNoFindings('mesh' as never), 'EGR0102'],
    ['misspelt options', () => expect(chart).toHaveNoFindings({ meshh: {} } as never), 'rename meshh to mesh'],
    ['misspelt options of waysOf', () => void waysOf(chart, { mseh: {} } as never), 'rename mseh to mesh'],
    ['a list as labels', () => expect(chart).toBlockDirectEgress('a', { labels: ['app'] as never }), 'labels must be'],
  ])('are refused: %s', (_, assertion, message) => {
    expect(messageOf(assertion)).toContain(message);
  });

  test.each<[object, string]>([
    [{ protocol: 'https' }, 'fix: write protocol: RequestProtocol.HTTP'],
    [{ sidecar: 'false' }, 'fix: write sidecar: false'],
    [{ labels: { app: true } }, 'labels["app"] must be a label value'],
    [{ method: 1 }, 'method must be text'],
    [{ path: ['/'] }, 'path must be text'],
  ])('are refused with the fix: the request %j', (request, message) => {
    const assertion = () => expect(chart).toDeny('a.example.com', 443, { from, ...request });
    expect(messageOf(assertion)).toContain(message);
  });

  test.each<[object, string]>([
    [{ outboundTrafficPolcy: 'REGISTRY_ONLY' }, 'rename outboundTrafficPolcy to outboundTrafficPolicy'],
    [{ outboundTrafficPolicy: 'registry_only' }, 'OutboundTrafficPolicyMode.REGISTRY_ONLY'],
    [{ rootNamespace: 1 }, 'mesh.rootNamespace must be the name of a namespace'],
    [{ trustDomainAliases: 'td' }, 'mesh.trustDomainAliases must be a list of trust domains'],
    [{ gatewayServices: {} }, 'mesh.gatewayServices must be a list'],
    [{ gatewayServices: [{ name: 'a', podLabel: {} }] }, 'rename podLabel to podLabels'],
    [
      { gatewayServices: [{ namespace: 'a', name: 'a', podLabels: {}, ports: [{ port: 443, target: 1 }] }] },
      'ports[0] cannot have the property target',
    ],
    [{ gatewayServices: [{ namespace: 'a', name: 'a', podLabels: {}, ports: [{}] }] }, 'mesh.gatewayServices must be'],
    [{ discoverySelectors: [{ matchLabel: {} }] }, 'rename matchLabel to matchLabels'],
  ])('are refused with the fix: the settings %j', (mesh, message) => {
    expect(messageOf(() => expect(chart).toHaveNoFindings({ mesh }))).toContain(message);
  });

  test('have every mistake in one message', () => {
    const request = { from: 'a/b/c', protocol: 'https', sidecar: 'no' } as unknown as EgressRequest;
    const message = messageOf(() => expect(chart).toDeny('a.example.com', 443, request));
    for (const what of ['from', 'protocol', 'sidecar']) expect(message).toContain(`${what} must be`);
  });

  test.each<[string, unknown, string]>([
    ['a text', 'kind: Service', 'the value of expect must be a construct or a list'],
    ['an empty list', [], 'the value of expect must have a manifest'],
    ['an empty app', new App(), 'the value of expect must have a manifest'],
    ['a list of texts', ['kind: Service'], 'manifest 1 of the list must be a Kubernetes object'],
    ['an object without a name', [{ apiVersion: 'v1', kind: 'Service', metadata: {} }], 'manifest 1 of the list'],
  ])('have no subject in %s', (_, subject, message) => {
    expect(messageOf(() => expect(subject).toBlockDirectEgress('default'))).toContain(message);
  });

  test('have no subject in charts of two meshes', () => {
    const app = new App();
    for (const id of ['prod', 'staging']) egressChart(new EgressMesh(app, id));
    expect(messageOf(() => expect(app).toBlockDirectEgress('payments'))).toContain('must be in one EgressMesh');
  });
});
