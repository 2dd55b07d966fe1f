import { ClientTls, GatewayPorts } from '../../../../../lib';
import {
  decide,
  Decision,
  OutboundPolicy,
  RoutedRequest,
} from '../../../../conformance/checks/oracle/reference-routing';
import { DrawnApp } from '../../../../property/arbitraries';
import { questionsOf, UNDECLARED_HOST } from '../../../../conformance/checks/oracle/routing-questions';

const APP: DrawnApp = {
  hosts: [
    { host: 'a.com', http: 80, direct: 8443 },
    { host: 'b.com', tls: 443 },
    { host: 'c.com', http: 8443, tls: 80 },
    { host: 'd.com', http: 80, tls: 8443, originates: 443 },
    { host: 'e.com', http: 80, originates: 443, proxied: true },
  ],
  gateway: { namespace: 'egress', ports: GatewayPorts.HELM_CHART, clientTls: ClientTls.ISTIO_MUTUAL },
};
const SERVICE = 'istio-egressgateway.egress.svc.cluster.local';

function request(url: string): RoutedRequest {
  const [, protocol, host, port] = /^(http|tls):\/\/(.*):(\d+)$/.exec(url) ?? [];
  return { namespace: 'default', protocol: protocol as 'http' | 'tls', host: host ?? '', port: Number(port) };
}

function all(url: string): Decision[] {
  return (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((policy) => decide(APP, policy, request(url)));
}

it.each([
  ['http://a.com:80', 80, 'outbound|80||a.com', { host: 'a.com', port: 80, tls: false }],
  ['tls://b.com:443', 443, 'outbound|443||b.com', { host: 'b.com', port: 443, tls: false }],
  ['http://c.com:8443', 80, 'outbound|8443||c.com', { host: 'c.com', port: 8443, tls: false }],
  ['tls://c.com:80', 443, 'outbound|80||c.com', { host: 'c.com', port: 80, tls: false }],
  ['http://d.com:80', 80, 'outbound|80||d.com', { host: 'd.com', port: 443, tls: true }],
  ['tls://d.com:8443', 443, 'outbound|8443||d.com', { host: 'd.com', port: 8443, tls: false }],
  ['http://e.com:80', 80, 'outbound|80||e.com', { host: 'e.com', port: 443, tls: true, tunnel: true }],
])('%s goes through the gateway, whatever the policy', (url, port, cluster, exit) => {
  const decision = { way: 'gateway', service: SERVICE, port, mtls: true, cluster, exit };
  expect(all(url)).toEqual([decision, decision]);
});

it('a direct port is a way out under both policies', () => {
  const exit = { host: 'a.com', port: 8443, tls: false };
  const decision = { way: 'direct', cluster: 'outbound|8443||a.com', exit };
  expect(all('tls://a.com:8443')).toEqual([decision, decision]);
});

it.each([
  ['a host that nobody declares', 'http://z.com:80'],
  ['such a host by TLS', 'tls://z.com:443'],
  ['a declared host at a port of another', 'http://a.com:8443'],
  ['a declared host at a port of nobody', 'http://a.com:9000'],
  ['TLS at the HTTP port of the host', 'tls://a.com:80'],
  ['plain HTTP at the TLS port of the host', 'http://b.com:443'],
  ['plain HTTP at a direct port', 'http://a.com:8443'],
  ['the direct port of another host', 'tls://b.com:8443'],
  ['the port that the gateway speaks TLS to', 'tls://d.com:443'],
  ['that port in plain HTTP', 'http://d.com:443'],
  ['a host below a declared one', 'http://www.a.com:80'],
])('%s is the business of the policy', (_, url) => {
  expect(all(url)).toEqual([{ way: 'direct', cluster: 'PassthroughCluster' }, { way: 'nowhere' }]);
});

it.each<[string, DrawnApp['gateway'], object]>([
  ['Istio has a gateway by default', {}, { service: 'istio-egressgateway.istio-system.svc.cluster.local', port: 80 }],
  ['mTLS is the default', {}, { mtls: true }],
  ['there is none where it is off', { clientTls: ClientTls.DISABLE }, { mtls: false }],
  ['the Service has other ports', { ports: GatewayPorts.of({ http: { port: 8080, targetPort: 1 } }) }, { port: 8080 }],
])('%s', (_, gateway, expected) => {
  expect(decide({ ...APP, gateway }, 'ALLOW_ANY', request('http://a.com:80'))).toMatchObject(expected);
});

it.each([
  ['of the namespace', [{ namespace: 'default' }], true, true],
  ['of an account there', [{ namespace: 'other' }, { namespace: 'default', account: 'a' }], true, true],
  ['of another namespace', [{ namespace: 'other' }], true, false],
  ['of another namespace, not narrowed', [{ namespace: 'other' }], undefined, true],
])('a route for a source %s', (_, sources, narrowed, seen) => {
  const app: DrawnApp = { hosts: [{ host: 'a.com', http: 80, direct: 443, sources, narrowed }], gateway: {} };
  const ways = ['http://a.com:80', 'tls://a.com:443'].map((url) => decide(app, 'REGISTRY_ONLY', request(url)).way);
  expect(ways).toEqual(seen ? ['gateway', 'direct'] : ['nowhere', 'nowhere']);
});

describe('the questions', () => {
  const questions = questionsOf(APP);
  const asks = (policy: OutboundPolicy, url: string): Decision[] =>
    questions
      .filter(({ protocol, host, port }) => url === `${protocol}://${host}:${port}`)
      .map((question) => decide(APP, policy, question));

  it.each(['http://a.com:80', 'tls://a.com:8443', 'tls://b.com:443', 'http://c.com:8443', 'tls://c.com:80'])(
    'ask about %s from two namespaces',
    (url) => {
      expect(asks('REGISTRY_ONLY', url).map(({ way }) => way)).not.toContain('nowhere');
      expect(asks('REGISTRY_ONLY', url)).toHaveLength(2);
    },
  );

  it.each([
    ...[`http://${UNDECLARED_HOST}:80`, `tls://${UNDECLARED_HOST}:443`],
    ...['http://b.com:443', 'tls://a.com:9000', 'tls://d.com:443'],
  ])('ask about %s, which no route names', (url) => {
    expect(asks('REGISTRY_ONLY', url)).toEqual([{ way: 'nowhere' }, { way: 'nowhere' }]);
  });

  it('ask at a port that is free', () => {
    const taken: DrawnApp = { hosts: [{ host: 'a.com', http: 9000, tls: 9001, originates: 9002 }], gateway: {} };
    expect(new Set(questionsOf(taken).map(({ port }) => port))).toEqual(new Set([9000, 9001, 9002, 80, 443, 9003]));
  });

  it('ask nothing twice', () => {
    const asked = questions.map((question) => JSON.stringify(question));
    expect(new Set(asked).size).toBe(asked.length);
  });
});

it('a narrowed route is there for the namespaces of its sources alone, and one that only has sources is there for all', () => {
  const sources = [{ namespace: 'payments', account: 'api' }];
  const wayFrom = (namespace: string, host: object) => {
    const app = { hosts: [{ host: 'a.com', http: 80, sources, ...host }], gateway: {} };
    return decide(app, 'ALLOW_ANY', { namespace, protocol: 'http', host: 'a.com', port: 80 }).way;
  };
  expect(wayFrom('payments', { narrowed: true })).toBe('gateway');
  expect(wayFrom('default', { narrowed: true })).toBe('direct');
  expect(wayFrom('default', {})).toBe('gateway');
});
