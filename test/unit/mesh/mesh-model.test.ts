import { MeshModel } from '../../../lib/mesh/mesh-model';
import { ClusterLockdownRecord } from '../../../lib/mesh/records';
import { GATEWAY, TLS_443 } from '../help';
import { claimOf, described, gatewayOf, meshOf, namespace, READ } from '../analysis/meshes';

describe('MeshModel', () => {
  test('has the client namespaces of a gateway, from lockdowns and from a policy, sorted and each once', () => {
    const reaches = ['payments', 'orders', 'payments'].map((name) => [name, GATEWAY] as const);
    const mesh = meshOf({ reaches: [...reaches, ['reports', gatewayOf('eu')]] });
    expect(mesh.clientNamespacesOf(GATEWAY)).toEqual(['orders', 'payments']);
    expect(mesh.clientNamespacesOf(gatewayOf('us'))).toEqual([]);
    expect(mesh.clientNamespacesOf(GATEWAY, ['zoo', 'orders', 'bank'])).toEqual(['bank', 'orders', 'payments', 'zoo']);
  });

  test('has a locked-down namespace only because of a lockdown', () => {
    const mesh = meshOf({
      gateways: [described(gatewayOf('eu'))],
      lockdowns: [{ owner: 'a', namespaces: ['payments'] }],
      sidecars: [{ owner: 'b', namespaces: ['orders'] }],
      createdNamespaces: [['c', 'reports']],
      reaches: [['free', GATEWAY]],
    });
    const all = ['payments', 'orders', 'reports', 'egress-eu', 'free'];
    expect(all.filter((name) => mesh.isLockedDown(name))).toEqual(['payments']);
  });

  test('has a namespace that a lockdown of the cluster closes for all pods, unless the namespace stays open', () => {
    const everywhere = { owner: 'a', priority: 1, selectsAll: true, exemptNamespaces: ['monitoring'] };
    const gateways = [described(gatewayOf('eu'))];
    const closedBy = (lockdown: ClusterLockdownRecord): readonly string[] => {
      const mesh = meshOf({ gateways, clusterLockdowns: [lockdown] });
      const closed = ['payments', 'monitoring', 'egress-eu'].filter((name) => mesh.isLockedDown(name));
      expect(mesh.isLockedDown('payments', { app: 'reports' })).toBe(mesh.isLockedDown('payments'));
      return closed;
    };
    expect(closedBy(everywhere)).toEqual(['payments']);
    expect(closedBy({ ...everywhere, selectsAll: false })).toEqual([]);
  });

  test('has a new revision after every registration, so that findings are never outdated', () => {
    const mesh = new MeshModel();
    const part = { owner: 'a', gateway: GATEWAY };
    const registrations = [
      () => mesh.plan.addClaims([claimOf({ owner: 'a', ports: [TLS_443] })]),
      () => mesh.plan.allowFrom('a', [namespace('payments')]),
      () => mesh.plan.allowOperations('a', [READ]),
      () => mesh.plan.addEgressProxy(GATEWAY),
      () => mesh.gateways.add(described(GATEWAY)),
      () => mesh.lockdowns.add({ owner: 'a', namespaces: [], podLabels: {}, labelCommands: [] }),
      () => mesh.reaches.add({ owner: 'a', namespace: 'a', podLabels: {}, gateway: 'b' }),
      () => mesh.clusterLockdowns.add({ owner: 'a', priority: 1, selectsAll: true, exemptNamespaces: [] }),
      () => mesh.clusterReaches.add({ owner: 'a', gateway: 'b' }),
      () => mesh.clusterRanges.add({ owner: 'a', cidr: '192.0.2.0/24', ports: [] }),
      () => mesh.createdNamespaces.add({ owner: 'a', namespace: 'b' }),
      () => mesh.gatewayParts.add({ ...part, construct: 'EgressTelemetry', needsOwner: false }),
      () => mesh.gatewayLockdowns.add({ ...part, clientNamespaces: [], internalCidrs: [], hasExternalPorts: false }),
      () =>
        mesh.admissionPolicies.add({
          ...part,
          namespaces: [],
          settings: {},
          serviceAccounts: [],
          tenantHosts: [],
          isEnforced: true,
        }),
    ];
    const revisions = [mesh.revision, ...registrations.map((run) => (run(), mesh.revision))];
    expect(new Set(revisions).size).toBe(registrations.length + 1);
  });
});
