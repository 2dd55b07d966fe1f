import { ClaimedPort } from '../../../lib/mesh/external-host';
import { HTTP_80 } from '../help';
import { expectFound, found, namespace, ranges, Route, tcp } from './meshes';

const sources = [namespace('payments')];
const partner: Route = { owner: 'chart/partner', host: 'partner.com', sources, ports: [ranges(22, '203.0.113.0/28')] };
const other = (port: ClaimedPort): Route => ({ owner: 'chart/other', host: 'other.com', sources, ports: [port] });

describe('EGR1019', () => {
  test.each([
    ['equal', '203.0.113.0/28', 'chart/partner'],
    ['smaller', '203.0.113.8/29', 'chart/other'],
    ['wider', '203.0.112.0/23', 'chart/partner'],
  ])('finds a range of another host that is %s, once and in either order', (_, cidr, at) => {
    const routes = [partner, other(ranges(22, '10.0.0.0/16', cidr))];
    for (const given of [routes, [...routes].reverse()]) {
      expectFound(
        'EGR1019',
        { routes: given },
        {
          at,
          problem: /^hosts \S+ and \S+ cannot have overlapping ranges, \S+ and \S+, on port 22$/,
          fix: /^split \S+ into ranges without \S+, or use one route/,
        },
      );
    }
  });

  test('finds the address of an HTTP route in a range, in either order', () => {
    const http: ClaimedPort = { ...HTTP_80, number: 22, addresses: ['203.0.113.9'] };
    for (const routes of [
      [partner, other(http)],
      [other(http), partner],
    ]) {
      expectFound(
        'EGR1019',
        { routes },
        {
          at: 'chart/other',
          problem:
            /^hosts partner\.com and other\.com cannot have overlapping ranges, 203\.0\.113\.0\/28 and 203\.0\.113\.9\/32, on/,
          fix: /^split 203\.0\.113\.0\/28 into ranges without 203\.0\.113\.9\/32/,
        },
      );
    }
  });

  test('does not find two HTTP routes with one address, nor the address of a TCP route, which sidecars prefer', () => {
    const http: ClaimedPort = { ...HTTP_80, addresses: ['203.0.113.9'] };
    const second: Route = { owner: 'chart/second', host: 'second.com', sources, ports: [http] };
    expect(found('EGR1019', { routes: [partner, other(http), second] })).toEqual([]);
    expect(found('EGR1019', { routes: [partner, other(tcp(22, '203.0.113.9'))] })).toEqual([]);
  });

  test.each<[string, ClaimedPort]>([
    ['on another port', ranges(2222, '203.0.113.0/28')],
    ['without a common address', ranges(22, '203.0.113.16/28')],
    ['of the other family', ranges(22, '2001:db8::/32')],
  ])('does not find ranges %s', (_, port) => {
    expect(found('EGR1019', { routes: [partner, other(port)] })).toEqual([]);
  });
});

describe('EGR1109', () => {
  test('finds a route to ranges without sources', () => {
    const { sources: _, ...open } = partner;
    expectFound(
      'EGR1109',
      { routes: [open] },
      { at: 'chart/partner', problem: /^a route to ranges must have sources$/, fix: /^write allowFrom: \[/ },
    );
  });

  test('does not find a route with sources', () => {
    expect(found('EGR1109', { routes: [partner] })).toEqual([]);
  });
});
