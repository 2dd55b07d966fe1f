import { LockdownRegistry } from '../../../lib/model/lockdown-registry';
import { fixIn, messageOf } from '../help';

describe('LockdownRegistry', () => {
  test('refuses a namespace that is locked down twice and names both owners', () => {
    const registry = new LockdownRegistry();
    registry.register('payments', 'chart/a');
    registry.register('orders', 'chart/b');
    const message = messageOf(() => registry.register('payments', 'other/c'));
    expect(message).toMatch(/namespace payments is locked down twice: got \["chart\/a","other\/c"\]/);
    expect(fixIn(message)).toMatch(/remove it from one of the two/);
  });
});
