import { datagram, ofNoRoute, request } from '../../../conformance/cases/case';
import { allOf } from '../../../conformance/cases/group';

it('a datagram that is answered has no status', () => {
  expect(datagram('default/curl', '203.0.113.10:443').goesDirectly()).toMatchObject({
    url: 'tftp://203.0.113.10:443/',
    way: 'direct',
    status: 0,
  });
  expect(datagram('default/curl', '203.0.113.10:443').isBlocked()).not.toHaveProperty('status');
  expect(request('default/curl', 'http://edition.cnn.com/').goesDirectly()).not.toHaveProperty('status');
});

it.each([
  ['ALLOW_ANY', 'direct', undefined],
  ['REGISTRY_ONLY', 'blocked', ['B20']],
] as const)('under %s, a request of no route is %s without a lockdown, and blocked with one', (policy, way, closes) => {
  const requests = ['a/free', 'b/locked'].map((from) => request(from, 'http://b.example.net/'));
  const groups = ofNoRoute(policy, 'a/free', requests, ['B20']);
  expect(groups.map((group) => group.closes)).toEqual([['B20'], closes]);
  expect(allOf(groups).map((each) => [each.from, each.way])).toEqual([
    ['b/locked', 'blocked'],
    ['a/free', way],
  ]);
});
