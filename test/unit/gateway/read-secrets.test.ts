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

describe('a deployed gateway that may read secrets', () => {
  test('may read those of its namespace, by its own service account, and do nothing else', () => {
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

  test('has them before the pods that need them, and behind the Namespace', () => {
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

  test.each([undefined, false])('is none with readSecrets: %p', (readSecrets) => {
    const chart = newChart();
    deployed(chart, { readSecrets });
    expect([...ofKind(chart, 'Role'), ...ofKind(chart, 'RoleBinding')]).toEqual([]);
  });
});

describe('a route that needs a secret of its gateway', () => {
  const MUTUAL = TlsOrigination.mutual({ credentialName: 'client' });

  function needs(chart: Chart, gateway: IEgressGateway, host = 'a.com', tlsOrigination = MUTUAL): ExternalHttpRoute {
    const allowFrom = [EgressSource.namespace('payments')];
    return new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination, allowFrom });
  }

  test('is an error at synthesis where the gateway is deployed and may not read it: gateway, hosts and fix', () => {
    const chart = newChart();
    const gateway = deployed(chart);
    needs(chart, gateway, 'b.com');
    needs(chart, gateway, 'a.com', TlsOrigination.simple({ credentialName: 'ca' }));
    needs(chart, gateway, 'c.com', TlsOrigination.simple());
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(/^\[chart\/gateway\] gateway istio-egress\/egress may not read the secrets of its hosts: /);
    expect(got(message)).toEqual(['a.com', 'b.com']);
    expect(fixIn(message ?? '')).toBe(
      'write GatewayWorkload.deployment({ readSecrets: true }), or caCertificates in the place of credentialName',
    );
  });

  test('is the same through another description of that gateway, in another chart', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
    const { namespace, serviceName, selector } = deployed(platform);
    needs(team, EgressGateway.fromExisting(team, 'theirs', { namespace, serviceName, selector }));
    for (const chart of [platform, team]) {
      const found = foundAtSynthesis(chart);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^\[platform\/gateway\] /);
    }
  });

  test.each<[string, EgressGatewayProps]>([
    ['may read it', { workload: GatewayWorkload.deployment({ readSecrets: true }) }],
    ['somebody installs, who gives it that right', { workload: GatewayWorkload.installed() }],
    ['somebody installs, by default', { workload: undefined }],
  ])('is fine on a gateway that %s', (_, props) => {
    const chart = newChart();
    needs(chart, deployed(chart, {}, props));
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test.each<[string, TlsOrigination]>([
    ['the authorities of its image', TlsOrigination.simple()],
    ['a file in its pods', TlsOrigination.simple({ caCertificates: '/etc/ca.crt' })],
    ['nobody', TlsOrigination.dangerouslySkipVerification()],
  ])('is not one that believes %s', (_, tlsOrigination) => {
    const chart = newChart();
    needs(chart, deployed(chart), 'a.com', tlsOrigination);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test('does not make another gateway of the app wrong', () => {
    const chart = newChart();
    deployed(chart);
    const other = EgressGateway.fromExisting(chart, 'other', { serviceName: 'other', selector: { istio: 'other' } });
    needs(chart, other);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });
});
