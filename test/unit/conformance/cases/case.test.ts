import { datagram, request } from '../../../conformance/cases/case';

it('a datagram that is answered has no status', () => {
  expect(datagram('default/curl', '203.0.113.10:443').goesDirectly()).toMatchObject({
    url: 'tftp://203.0.113.10:443/',
    way: 'direct',
    status: 0,
  });
  expect(datagram('default/curl', '203.0.113.10:443').isBlocked()).not.toHaveProperty('status');
  expect(request('default/curl', 'http://edition.cnn.com/').goesDirectly()).not.toHaveProperty('status');
});
