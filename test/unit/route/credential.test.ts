import {
  ClientTls,
  EgressGateway,
  EgressGatewayProps,
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  GatewayWorkload,
  HttpCredential,
  TlsOrigination,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { messageOf, newChart, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis } from '../synthesis';

stderrOfEachTest();

const credential = HttpCredential.fromSecret({ secretName: 'api-token' });
const allowFrom = [EgressSource.namespace('orders')];
const tlsOrigination = TlsOrigination.simple();
const DEPLOYED: EgressGatewayProps = { namespace: 'egress', workload: GatewayWorkload.deployment() };

function routed(props: Partial<ExternalHttpRouteProps> = {}, gatewayProps: EgressGatewayProps = DEPLOYED) {
  const chart = newChart('team');
  const gateway = new EgressGateway(chart, 'gateway', gatewayProps);
  const given = { gateway, hosts: ['a.com'], tlsOrigination, allowFrom, credential, ...props };
  return { chart, gateway, route: new ExternalHttpRoute(chart, 'route', given) };
}

const templateOf = (chart: ReturnType<typeof newChart>): string =>
  JSON.stringify(only(chart, 'Deployment').spec?.['template']);
const LABEL = '"egress-credential-authorization_api-token":"mounted"';

describe('a route with a credential', () => {
  test('the route returns its credential and the filter', () => {
    const { route } = routed();
    expect(route.credential).toBe(credential);
    expect(route.envoyFilters.map(({ name }) => name)).toEqual(['egress-credential-a-com']);
  });

  test('the filter is written before the server, and the pods that this app deploys mount the Secret', () => {
    const { chart, route } = routed();
    const ids = route.objects.map(({ node }) => node.id);
    expect(ids.indexOf('CredentialFilter')).toBeLessThan(ids.indexOf('Gateway'));
    expect(templateOf(chart)).toContain(LABEL);
    expect(templateOf(chart)).toContain('"name":"api-token","optional":true');
  });

  test('two routes with one value of a Secret have one file, and the order of routes does not matter', () => {
    const write = (hosts: readonly string[]) => {
      const { chart, gateway } = routed();
      for (const host of hosts) {
        const secret = HttpCredential.fromSecret({ secretName: host === 'b.com' ? 'api-token' : 'other' });
        new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination, allowFrom, credential: secret });
      }
      return templateOf(chart);
    };
    expect(write(['b.com', 'c.com'])).toBe(write(['c.com', 'b.com']));
    expect(write(['b.com']).split(LABEL)).toHaveLength(2);
  });

  test('pods of a gateway without credentials have no volume', () => {
    expect(templateOf(routed({ credential: undefined }).chart)).not.toContain('volume');
  });

  test('a value that is no credential is rejected, with the factory to write', () => {
    const finding = findingOf(() => routed({ credential: 'api-token' as never }));
    expect(finding).toMatchObject({
      code: 'EGR0103',
      fix: 'write credential: HttpCredential.fromSecret({ secretName: "api-token" })',
    });
  });

  test.each([undefined, TlsOrigination.dangerouslySkipVerification()])(
    'a credential with tlsOrigination %p is rejected: another server than the host could receive the credential',
    (origination) => {
      expect(findingOf(() => routed({ tlsOrigination: origination }))).toMatchObject({
        code: 'EGR0418',
        constructPath: 'chart/route',
        fix: 'write tlsOrigination: TlsOrigination.simple()',
      });
    },
  );

  test('a gateway without mesh mTLS cannot add a credential', () => {
    const run = () => routed({ allowFrom: undefined }, { clientTls: ClientTls.DISABLE });
    expect(findingOf(run)).toMatchObject({ code: 'EGR0302' });
    expect(messageOf(run)).toContain('credential needs a gateway with ClientTls.ISTIO_MUTUAL');
  });

  test('a TLS route names the route that has credentials', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const props = { gateway, hosts: ['a.com'], credential } as ExternalTlsRouteProps;
    expect(findingOf(() => new ExternalTlsRoute(chart, 'route', props)).fix).toContain('ExternalHttpRoute');
  });

  test('a gateway that this app deploys mounts the Secrets of its routes, and those that it lists for other apps', () => {
    const ofOthers = HttpCredential.fromSecret({ secretName: 'other' });
    const { chart } = routed({}, { ...DEPLOYED, credentials: [ofOthers] });
    expect(foundAtSynthesis(chart)).toEqual([]);
    expect(templateOf(chart)).toContain('"name":"other","optional":true');
  });
});
