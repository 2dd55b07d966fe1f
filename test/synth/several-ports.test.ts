/** Several ports of one host: what constructs other than routes make of them, and what a further port changes. */
import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressGatewayProps,
  EgressSidecar,
  EgressSource,
  EgressSummary,
  ExportTo,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  OutboundTrafficPolicy,
  TlsOrigination,
  TlsVersion,
  WildcardTarget,
} from '../../lib';
import { identity } from '../support/synthesized';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { messageOf, stderrOfEachTest } from '../unit/help';

stderrOfEachTest();

const HOSTS = ['github.com'];
const SSH = { port: 22, addresses: ['203.0.113.9'] };
const [team, zoo, bank] = ['team', 'zoo', 'bank'].map((name) => EgressSource.namespace(name)) as [
  EgressSource,
  EgressSource,
  EgressSource,
];

function made(props: EgressGatewayProps = {}) {
  const chart = new Chart(new App(), 'egress', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-egress', ...props });
  return { chart, gateway };
}

/** Returns the objects by identity. */
function written(chart: Chart): Map<string, Manifest> {
  return new Map((chart.toJson() as Manifest[]).map((manifest) => [identity(manifest), manifest]));
}

/** Adds HTTPS, SSH and two HTTP ports of one host, each with its own sources. */
function addRoutes(chart: Chart, gateway: EgressGateway, exportTo?: ExportTo) {
  const common = { gateway, hosts: HOSTS, exportTo };
  return {
    tls: new ExternalTlsRoute(chart, 'tls', { ...common, allowFrom: [team] }),
    ssh: new ExternalTcpRoute(chart, 'ssh', { ...common, ...SSH, allowFrom: [zoo] }),
    http: new ExternalHttpRoute(chart, 'http', { ...common, allowFrom: [team] }),
    admin: new ExternalHttpRoute(chart, 'admin', {
      ...common,
      port: 8080,
      tlsOrigination: TlsOrigination.simple({ port: 8443, minProtocolVersion: TlsVersion.TLS_1_3 }),
      allowFrom: [bank],
    }),
  };
}

it('a source of one port is in the rule of that port only', () => {
  const { chart, gateway } = made();
  const { ssh } = addRoutes(chart, gateway);
  ssh.allowFrom(EgressSource.serviceAccount('late', 'pipeline'));
  const policy = written(chart).get('AuthorizationPolicy istio-egress/egress-allow-github-com');
  const { rules } = policy?.spec as { rules: { from: unknown; when: { values: string[] }[] }[] };
  const bySni = rules.map(({ from, when }) => [when[0]?.values.join(), JSON.stringify(from)]);
  expect(bySni.map(([sni]) => sni)).toEqual([
    'github.com',
    'github.com',
    '22.github.com.ports.invalid',
    '8080.github.com.ports.invalid',
  ]);
  for (const [sni, from] of bySni) {
    expect(from?.includes('/ns/late/sa/pipeline')).toBe(sni?.startsWith('22.'));
    expect(from?.includes('/ns/bank/')).toBe(sni?.startsWith('8080.'));
  }
});

it('exportTo SOURCES of every object is the union of the sources of the ports', () => {
  const { chart, gateway } = made();
  addRoutes(chart, gateway, ExportTo.SOURCES);
  const visible = [...written(chart).values()].filter(({ kind }) => /^(VirtualService|ServiceEntry)$/.test(kind));
  expect(visible.map(({ metadata }) => metadata.name).sort()).toEqual([
    'egress-route-22-github-com-ports-invalid',
    'egress-route-8080-github-com-ports-invalid',
    'egress-route-github-com',
    'external-22-github-com-ports-invalid',
    'external-github-com',
  ]);
  for (const { spec } of visible) expect(spec).toMatchObject({ exportTo: ['bank', 'istio-egress', 'team', 'zoo'] });
});

it('the sidecars of a source import the host, and the outer name of its TCP port', () => {
  const { chart, gateway } = made();
  addRoutes(chart, gateway);
  new EgressSidecar(chart, 'sidecars', { namespaces: ['zoo', 'bank'] });
  for (const namespace of ['zoo', 'bank']) {
    expect(written(chart).get(`Sidecar ${namespace}/egress-sidecar-${namespace}`)?.spec).toMatchObject({
      egress: [
        {
          hosts: expect.arrayContaining(['default/github.com', 'default/22.github.com.ports.invalid']) as unknown,
        },
      ],
    });
  }
});

it('the gateway may connect to every port of the routes, with TLS origination to the TLS port', () => {
  const { chart, gateway } = made();
  addRoutes(chart, gateway);
  new GatewayLockdownPolicy(chart, 'lockdown', { gateway, clientNamespaces: ['team'] });
  const { spec } = [...written(chart).values()].find(({ kind }) => kind === 'NetworkPolicy') as Manifest;
  const { egress } = spec as { egress: { to: { ipBlock?: { cidr: string } }[]; ports: { port: number }[] }[] };
  const internet = egress.find(({ to }) => to[0]?.ipBlock?.cidr === '0.0.0.0/0');
  expect(internet?.ports.map(({ port }) => port)).toEqual([22, 80, 443, 8443]);
});

it('the summary has a row for each port, with its sources and its route', () => {
  const { chart, gateway } = made();
  addRoutes(chart, gateway);
  const rows = EgressSummary.of(chart).rows.map(({ host, port, protocol, sources, target, routes }) =>
    [host, port, protocol, sources.join(), target, routes.join()].join(' '),
  );
  expect(rows).toEqual([
    "github.com 22 TCP namespace('zoo') github.com:22 egress/ssh",
    "github.com 80 HTTP namespace('team') github.com:80 egress/http",
    "github.com 443 TLS namespace('team') github.com:443 egress/tls",
    "github.com 8080 HTTP namespace('bank') github.com:8443 (TLS SIMPLE) egress/admin",
  ]);
});

it('a host with several ports is not identified by the inner SNI, so that sidecars with an egress proxy import the host', () => {
  const { chart, gateway } = made({ egressProxy: true });
  new ExternalTlsRoute(chart, 'tls', { gateway, hosts: HOSTS });
  new ExternalTlsRoute(chart, 'alternative', { gateway, hosts: HOSTS, port: 8443 });
  const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway);
  new EgressSidecar(chart, 'sidecars', { namespaces: ['team'], outboundTrafficPolicy });
  const objects = written(chart);
  const hosts = expect.arrayContaining(['default/github.com']) as unknown;
  expect(objects.get('Sidecar team/egress-sidecar-team')?.spec).toMatchObject({ egress: [{ hosts }] });
  const server = JSON.stringify(objects.get('Gateway istio-egress/egress-server-github-com'));
  expect(server).not.toContain('15444');
});

it('every HTTP port has its own headers, TLS version and TLS to the host', () => {
  const { chart, gateway } = made();
  addRoutes(chart, gateway);
  const api = { gateway, hosts: ['api.example.com'], allowFrom: [team] };
  new ExternalHttpRoute(chart, 'api', { ...api, keepHeaders: ['traceparent'] });
  new ExternalHttpRoute(chart, 'api-8080', { ...api, port: 8080 });
  const objects = written(chart);
  const removed = (name: string): string => JSON.stringify(objects.get(`VirtualService default/${name}`));
  expect(removed('egress-route-api-example-com')).not.toContain('"traceparent"');
  expect(removed('egress-route-8080-api-example-com-ports-invalid')).toContain('"traceparent"');
  expect(JSON.stringify(objects.get('EnvoyFilter istio-egress/egress-tls-github-com'))).toContain('"portNumber":8080');
  expect(objects.get('DestinationRule istio-egress/egress-upstream-github-com')?.spec).toMatchObject({
    trafficPolicy: {
      portLevelSettings: [
        { port: { number: 80 }, tls: { mode: 'DISABLE' } },
        { port: { number: 443 }, tls: { mode: 'DISABLE' } },
        { port: { number: 8080 }, tls: { mode: 'SIMPLE', sni: 'github.com' } },
      ],
    },
  });
});

it('a further port renames and removes no object', () => {
  const before = made();
  new ExternalTcpRoute(before.chart, 'ssh', { gateway: before.gateway, hosts: HOSTS, ...SSH, allowFrom: [zoo] });
  const after = made();
  addRoutes(after.chart, after.gateway);
  const names = [...written(after.chart).keys()];
  expect(names).toEqual(expect.arrayContaining([...written(before.chart).keys()]));
});

it('the objects that a port gets when another port has the name of the host are before those of the host', () => {
  const { chart, gateway } = made();
  addRoutes(chart, gateway);
  const names = [...written(chart).keys()].filter((name) => /VirtualService|ServiceEntry/.test(name));
  expect(names).toEqual([
    'VirtualService default/egress-route-22-github-com-ports-invalid',
    'VirtualService default/egress-route-8080-github-com-ports-invalid',
    'VirtualService default/egress-route-github-com',
    'ServiceEntry default/external-22-github-com-ports-invalid',
    'ServiceEntry default/external-github-com',
  ]);
});

it('a host below a wildcard with other sources on a further port is an exception of the wildcard', () => {
  const { chart, gateway } = made();
  const wildcard = { gateway, hosts: ['*.example.com'], wildcardTarget: WildcardTarget.host('www.example.com') };
  new ExternalHttpRoute(chart, 'wildcard', { ...wildcard, port: 8080, allowFrom: [team] });
  const host = { gateway, hosts: ['a.example.com'] };
  new ExternalHttpRoute(chart, 'host', { ...host, allowFrom: [team] });
  new ExternalHttpRoute(chart, 'host-8080', { ...host, port: 8080, allowFrom: [bank] });
  expect(written(chart).get('AuthorizationPolicy istio-egress/egress-allow-any---example-com')?.spec).toMatchObject({
    rules: [{ to: [{ operation: { notHosts: ['a.example.com', 'a.example.com:8080'] } }] }],
  });
});

it('a host whose outer name is too long is an error of its second route', () => {
  const { chart, gateway } = made();
  const hosts = [`${['a', 'b', 'c'].map((letter) => letter.repeat(60)).join('.')}.${'d'.repeat(55)}.com`];
  new ExternalTlsRoute(chart, 'tls', { gateway, hosts });
  const message = messageOf(() => new ExternalTlsRoute(chart, 'further', { gateway, hosts, port: 8443 }));
  expect(message).toMatch(/^EGR0201: \[egress\/further\] outer name of port 8443 /);
});
