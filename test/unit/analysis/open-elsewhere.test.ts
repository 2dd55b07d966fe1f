import { Access } from '../../../lib/mesh/access';
import { GatewayFacts } from '../../../lib/mesh/gateway';
import { openElsewhere, Routed } from '../../../lib/analysis/open-elsewhere';
import { FACTS, fixIn } from '../help';

const ACCESS: Access = { sources: [{ kind: 'anyone' }], operations: [] };

/** A gateway, with a route that has sources or without any. */
function gateway(namespace: string, restricted: boolean, more: Partial<GatewayFacts> = {}): Routed {
  const route = { owner: 'x', gateway: 'y', visibility: 'everyone' as const, access: ACCESS, lends: false };
  return { facts: { ...FACTS, namespace, ...more }, routes: restricted ? [route] : [] };
}

const MINE = gateway('egress-b', true);

test.each<[string, Routed, Routed, number]>([
  ['another one with its labels, and no policies', MINE, gateway('istio-system', false), 1],
  ['the same in some other namespace', MINE, gateway('egress-a', false), 1],
  ['one whose labels are more', MINE, gateway('egress-a', false, { selector: { ...FACTS.selector, zone: 'a' } }), 1],
  ['one with policies', MINE, gateway('egress-a', true), 0],
  ['one that requires sources', MINE, gateway('egress-a', false, { requireSources: true }), 0],
  ['one with other labels', MINE, gateway('egress-a', false, { selector: { istio: 'a' } }), 0],
  ['one of its own namespace, where its policies are', MINE, gateway('egress-b', false, { serviceName: 'a' }), 0],
  ['another one, where it has no policies itself', gateway('egress-b', false), gateway('egress-a', false), 0],
  ['another one, where its own hold everywhere', gateway('istio-system', true), gateway('egress-a', false), 0],
])('beside %s', (_, mine, other, problems) => {
  const found = openElsewhere(mine, [mine, other]);
  expect(found).toHaveLength(problems);
  if (problems === 0) return;
  const { namespace } = other.facts;
  expect(found[0]).toContain(
    `hosts of gateway egress-b/istio-egressgateway are open to everybody on the pods of ${namespace}/istio-egressgateway`,
  );
  expect(fixIn(found[0] as string)).toMatch(/^give the pods of the two gateways different labels/);
});
