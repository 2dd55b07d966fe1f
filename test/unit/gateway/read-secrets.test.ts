import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressGatewayProps,
  EgressSource,
  ExternalHttpRoute,
  GatewayWorkload,
  IEgressGateway,
  TlsOrigination,
} from '../../../lib';
import { fixIn, manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis, got } from '../synthesis';
import { deployed } from './help';

stderrOfEachTest();

describe('a deployed gateway with readSecrets', () => {
  test('readSecrets grants the service account of the gateway only to list the Secrets of its namespace', () => {
    const chart = newChart();
    deployed(chart, { readSecrets: true });
    const metadata = {
      name: 'egress',
      namespace: 'istio-egress',
      labels: { 'app.kubernetes.io/name': 'egress', istio: 'dedicated' },
    };
    expect(only(chart, 'Role')).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
    });
    expect(only(chart, 'RoleBinding')).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'egress' },
      subjects: [{ kind: 'ServiceAccount', name: 'egress', namespace: 'istio-egress' }],
    });
    expect(only(chart, 'ServiceAccount').metadata.name).toBe('egress');
  });

  test('readSecrets writes the Role before the Deployment and after the Namespace', () => {
    const chart = newChart();
    const gateway = deployed(chart, { readSecrets: true, createNamespace: true });
    const kinds = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'Service', 'Deployment'];
    expect(
      manifestsOf(chart)
        .map(({ kind }) => kind)
        .slice(0, 6),
    ).toEqual(kinds);
    expect(gateway.objects.map(({ kind }) => kind).slice(0, 6)).toEqual(kinds);
    expect(gateway.node.defaultChild).toBe(gateway.objects[5]);
  });

  test.each([undefined, false])('a gateway with readSecrets: %p has no Role and no RoleBinding', (readSecrets) => {
    const chart = newChart();
    deployed(chart, { readSecrets });
    expect([...ofKind(chart, 'Role'), ...ofKind(chart, 'RoleBinding')]).toEqual([]);
  });
});

describe('a route that needs a Secret of its gateway', () => {
  const MUTUAL = TlsOrigination.mutual({ credentialName: 'client' });

  function needs(chart: Chart, gateway: IEgressGateway, host = 'a.com', tlsOrigination = MUTUAL): ExternalHttpRoute {
    const allowFrom = [EgressSource.namespace('payments')];
    return new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination, allowFrom });
  }

  test('a deployed gateway without readSecrets is an error at synthesis that names the hosts that need a Secret', () => {
    const chart = newChart();
    const gateway = deployed(chart);
    needs(chart, gateway, 'b.com');
    needs(chart, gateway, 'a.com', TlsOrigination.simple({ credentialName: 'ca' }));
    needs(chart, gateway, 'c.com', TlsOrigination.simple());
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^EGR1204: \[chart\/gateway\] gateway istio-egress\/egress cannot read the Secrets of its hosts: /,
    );
    expect(got(message)).toEqual(['a.com', 'b.com']);
    expect(fixIn(message ?? '')).toMatch(
      /write GatewayWorkload\.deployment\(\{ readSecrets: true \}\), or .*caCertificates/,
    );
  });

  test('a route on an imported gateway needs readSecrets on the gateway that another chart deploys', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
    const { namespace, serviceName, selector } = deployed(platform);
    needs(team, EgressGateway.fromEgressGatewayAttributes(team, 'theirs', { namespace, serviceName, selector }));
    for (const chart of [platform, team]) {
      const found = foundAtSynthesis(chart);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^EGR1204: \[platform\/gateway\] /);
    }
  });

  test.each<[string, EgressGatewayProps]>([
    [
      'has readSecrets: false, which grants the permission elsewhere',
      { workload: GatewayWorkload.deployment({ readSecrets: false }) },
    ],
    ['has readSecrets: true', { workload: GatewayWorkload.deployment({ readSecrets: true }) }],
    ['is installed separately', { workload: GatewayWorkload.external() }],
    ['is installed separately by default', { workload: undefined }],
  ])('a route may name a Secret on a gateway that %s', (_, props) => {
    const chart = newChart();
    needs(chart, deployed(chart, {}, props));
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test.each<[string, TlsOrigination]>([
    ['the CA bundle of the image', TlsOrigination.simple()],
    ['a file in the pods', TlsOrigination.simple({ caCertificates: '/etc/ca.crt' })],
    ['no verification', TlsOrigination.dangerouslySkipVerification()],
  ])('a route with %s needs no readSecrets', (_, tlsOrigination) => {
    const chart = newChart();
    needs(chart, deployed(chart), 'a.com', tlsOrigination);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test('a route needs readSecrets on its own gateway only', () => {
    const chart = newChart();
    deployed(chart);
    const other = EgressGateway.fromEgressGatewayAttributes(chart, 'other', {
      serviceName: 'other',
      selector: { istio: 'other' },
    });
    needs(chart, other);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });
});
