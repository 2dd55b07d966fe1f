import { Lazy } from 'cdk8s';
import { GatewayWorkload } from '../../../lib/gateway/gateway-workload';
import { TolerationOperator } from '../../../lib/pods/toleration';
import { messageOf } from '../help';

describe('GatewayWorkload', () => {
  test('GatewayWorkload.isGatewayWorkload recognizes both kinds of workloads', () => {
    const all = [GatewayWorkload.external(), GatewayWorkload.deployment({ createNamespace: true })];
    expect(all.map((each) => GatewayWorkload.isGatewayWorkload(each))).toEqual([true, true]);
    expect(all.map(({ isManaged }) => isManaged)).toEqual([false, true]);
    expect(all.map(String)).toEqual(['external', 'deployment']);
    for (const other of [undefined, null, 'external', { isManaged: true }]) {
      expect(GatewayWorkload.isGatewayWorkload(other)).toBe(false);
    }
  });

  test('GatewayWorkload copies its options, so that later changes have no effect', () => {
    const tolerations = [{ key: 'a', operator: TolerationOperator.EXISTS }];
    const requests = { cpu: '500m' };
    const workload = GatewayWorkload.deployment({ tolerations, resources: { requests } });
    tolerations.push({ key: 'b', operator: TolerationOperator.EXISTS });
    requests.cpu = '1';
    expect(workload._options.tolerations).toEqual([{ key: 'a', operator: 'Exists' }]);
    expect(workload._options.resources).toEqual({ requests: { cpu: '500m' } });
  });

  test('GatewayWorkload.deployment names every malformed option in one error', () => {
    const options = {
      tolerations: [{ key: 'a', efect: 'NoSchedule' }],
      resources: { requests: { cpu: 2 } },
      minReplicas: 0,
      revision: 'A',
      targetCpuUtilization: 0,
      createNamespace: 'yes',
    };
    const lines = messageOf(() => GatewayWorkload.deployment(options as never)).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/EGR0101: .*tolerations\[0\].*efect/);
    expect(lines[0]).toContain('fix: rename efect to effect');
  });

  test.each<[string, () => unknown, string]>([
    ['a misspelt option', () => GatewayWorkload.external({ nodeSelectr: {} } as never), 'nodeSelectr'],
    ['an option of deployments', () => GatewayWorkload.external({ revision: 'a' } as never), 'revision'],
    ['null', () => GatewayWorkload.external(null as never), 'GatewayWorkload.external must be an object: got null'],
    ['a token', () => GatewayWorkload.external(Lazy.any({ produce: () => ({}) }) as never), 'must be a literal'],
  ])('GatewayWorkload.external rejects %s', (_, make, subject) => {
    expect(messageOf(make)).toContain(subject);
  });
});
