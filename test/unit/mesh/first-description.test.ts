import { GatewayRegistry } from '../../../lib/mesh/gateway-registry';
import { FACTS } from '../help';

describe('GatewayRegistry tells the first description of a gateway from the others', () => {
  test('by its Service, whatever else is described in between', () => {
    const registry = new GatewayRegistry();
    const second = { ...FACTS, serviceName: 'second', selector: { istio: 'second' } };
    const elsewhere = { ...FACTS, namespace: 'elsewhere', selector: { istio: 'elsewhere' } };
    const told = [FACTS, second, FACTS, elsewhere, second, FACTS].map((facts, index) =>
      registry.register(facts, `chart/g${index}`, 'installer'),
    );
    expect(told).toEqual([true, true, false, true, false, false]);
  });

  test.each(['construct', 'installer', 'somebody else'] as const)('whoever runs it: %s', (operator) => {
    const registry = new GatewayRegistry();
    expect(registry.register(FACTS, 'chart/a', operator)).toBe(true);
    expect(registry.register({ ...FACTS }, 'chart/b', 'somebody else')).toBe(false);
  });

  test('and does not take one that it has refused for the first', () => {
    const registry = new GatewayRegistry();
    registry.register(FACTS, 'chart/a', 'installer');
    const clashing = { ...FACTS, serviceName: 'second', clientTls: 'DISABLE' } as const;
    expect(() => registry.register(clashing, 'chart/b', 'installer')).toThrow(/different clientTls/);
    expect(registry.register({ ...clashing, clientTls: 'ISTIO_MUTUAL' }, 'chart/c', 'installer')).toBe(true);
  });
});
