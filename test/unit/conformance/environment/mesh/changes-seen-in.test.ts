import { changesSeenIn } from '../../../../conformance/environment/mesh/sync';

it('reads the count of changed configuration in the metrics of istiod', () => {
  const metrics = 'pilot_inbound_updates{type="eds"} 7\npilot_inbound_updates{type="config"} 42\n';
  expect(changesSeenIn(metrics)).toBe(42);
});

it('is 0 before the first change', () => {
  expect(changesSeenIn('pilot_info{version="x"} 1\n')).toBe(0);
});
