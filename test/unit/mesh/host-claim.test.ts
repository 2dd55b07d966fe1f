import { ClaimedPort } from '../../../lib/mesh/external-host';
import { Host } from '../../../lib/host/host';
import { HostClaim, refuseConflict } from '../../../lib/mesh/host-claim';
import { DIRECT_443, FACTS, fixIn, HTTP_80, messageOf, TLS_443 } from '../help';

function claim(owner: string, ports: readonly ClaimedPort[], over: Partial<HostClaim> = {}): HostClaim {
  const host = Host.parse('a.com');
  return { owner, chart: 'chart', namespace: 'default', gateway: FACTS, host, ports, visibility: 'everyone', ...over };
}

/** Most conflicts are in the table of egress-plan.test.ts, in either order. */
describe('two claims on one host', () => {
  test.each(['everyone', 'sources'] as const)('go together where both are exported to %s', (visibility) => {
    const [a, b] = [claim('chart/a', [HTTP_80], { visibility }), claim('chart/b', [TLS_443], { visibility })];
    expect(() => refuseConflict(a, b)).not.toThrow();
  });

  test('go together on one gateway, whoever described it', () => {
    const gateway = { ...FACTS, metadata: { labels: { team: 'net' } } };
    expect(() => refuseConflict(claim('chart/a', [HTTP_80]), claim('chart/b', [TLS_443], { gateway }))).not.toThrow();
  });

  test('exclude each other where one is narrowed: problem, both owners, and what to do', () => {
    const narrowed = claim('chart/b', [TLS_443], { visibility: 'sources' });
    const message = messageOf(() => refuseConflict(claim('chart/a', [HTTP_80]), narrowed));
    expect(message).toBe(
      'host a.com is exported in two ways: got ["chart/a","chart/b"]; ' +
        'allowed: one exportTo per host: its service entry and virtual service are shared by its routes; ' +
        'fix: give both routes the same exportTo',
    );
  });

  test('exclude each other on a port around the gateway too, and are told of the later and the earlier port', () => {
    const message = messageOf(() => refuseConflict(claim('chart/a', [DIRECT_443]), claim('chart/b', [TLS_443])));
    expect(message).toMatch(/^host a\.com port 443 is claimed twice: got \["chart\/a","chart\/b"\]/);
    expect(fixIn(message)).toMatch(/remove the host or the port/);
    const http = claim('chart/b', [{ ...HTTP_80, number: 8080 }]);
    expect(messageOf(() => refuseConflict(claim('chart/a', [HTTP_80]), http))).toMatch(/two HTTP ports, 80 and 8080,/);
  });

  test('where TLS is spoken behind a port does not matter: the mesh never sees it', () => {
    const origination = { mode: 'SIMPLE', port: 443, minProtocolVersion: 'TLSV1_2', verify: true } as const;
    const originating = claim('chart/a', [{ ...HTTP_80, origination }]);
    expect(() => refuseConflict(originating, claim('chart/b', [TLS_443]))).not.toThrow();
  });
});
