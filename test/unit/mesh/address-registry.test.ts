import { AddressRegistry } from '../../../lib/mesh/address-registry';
import { addressProblems } from '../../../lib/analysis/address-problems';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { GatewayFacts } from '../../../lib/mesh/gateway';
import { Host } from '../../../lib/host/host';
import { HostClaim } from '../../../lib/mesh/host-claim';
import { Source } from '../../../lib/mesh/source';
import { FACTS, fixIn, messageOf } from '../help';

const gateway = (region: string, at = `egress-${region}`): GatewayFacts => ({
  ...FACTS,
  namespace: at,
  serviceName: `egress-${region}`,
  selector: { istio: `egress-${region}` },
});

/** A database of a region at a private address, exported to its sources. */
function claim(region: string, over: Partial<HostClaim> = {}, addresses = ['10.0.0.5'], number = 5432): HostClaim {
  return {
    owner: `${region}/db`,
    chart: region,
    namespace: region,
    gateway: gateway(region),
    host: Host.parse(`db.${region}.com`),
    ports: [{ number, protocol: 'TCP', way: 'gateway', addresses }],
    visibility: 'sources',
    ...over,
  };
}

describe('two hosts of one address and port', () => {
  const add = (...claims: readonly HostClaim[]): void => {
    const registry = new AddressRegistry();
    for (const one of claims) registry.add(one);
  };

  test('go together where sources decide who sees which, through two gateways', () => {
    expect(() => add(claim('eu'), claim('us'), claim('asia'))).not.toThrow();
  });

  test('are one where they are one host', () => {
    const over = { host: Host.parse('db.com') };
    expect(() => add(claim('eu', over), claim('us', over))).not.toThrow();
  });

  test.each<[string, HostClaim, HostClaim]>([
    ['of one gateway, which sees both', claim('eu'), claim('us', { gateway: gateway('eu') })],
    ['one of them seen by everyone', claim('eu'), claim('us', { visibility: 'everyone' })],
    ['both seen by everyone', claim('eu', { visibility: 'everyone' }), claim('us', { visibility: 'everyone' })],
  ])('are refused: %s, in either order, whatever was claimed between them', (_, a, b) => {
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      const message = messageOf(() => add(first, claim('asia', {}, ['10.0.0.6', '10.0.0.5'], 22), second));
      expect(message).toBe(
        `hosts ${first.host.name} and ${second.host.name} have one address, 10.0.0.5, on port 5432: ` +
          `got ["${first.owner}","${second.owner}"]; allowed: an address and port of one host wherever it is seen: ` +
          'sidecars tell tcp hosts by nothing else; fix: declare one of the two hosts, and call it by that name',
      );
    }
  });

  test('are refused although the last that has them is a third, which is told apart', () => {
    const third = claim('us', { owner: 'us/second', host: Host.parse('second.us.com') });
    expect(messageOf(() => add(claim('us'), claim('eu'), third))).toMatch(
      /^hosts db\.us\.com and second\.us\.com have/,
    );
  });
});

describe('two hosts of one address and port through two gateways, once all sources are known', () => {
  const from = (name: string): Source => ({ kind: 'namespace', namespace: name });

  function problemsOf(...routes: readonly (readonly [HostClaim, ...Source[]])[]): string[] {
    const plan = new EgressPlan();
    for (const [one, ...sources] of routes) {
      plan.claim(one);
      plan.allowFrom(one.owner, sources);
    }
    const gateways = new Map(routes.map(([one]) => [JSON.stringify(one.gateway), one.gateway]));
    return [...gateways.values()].flatMap((each) => addressProblems(each, plan.externalHosts()));
  }

  test('have no problem where no proxy sees both', () => {
    expect(problemsOf([claim('eu'), from('bank')], [claim('us'), from('orders')])).toEqual([]);
  });

  test('have one, told once, where a namespace sees both', () => {
    const addresses = ['10.0.0.7', '10.0.0.5', '10.0.0.6'];
    const [message = '', ...more] = problemsOf(
      [claim('us', {}, addresses), from('bank'), from('orders'), from('zoo')],
      [claim('eu', {}, ['10.0.0.5', '10.0.0.7', '10.0.0.8']), from('zoo'), from('bank')],
    );
    expect(more).toEqual([]);
    expect(message).toBe(
      'hosts db.eu.com and db.us.com share 10.0.0.5, 10.0.0.7 on port 5432, and both are seen in bank, zoo: ' +
        'got ["eu/db","us/db"]; allowed: an address and port of one host wherever it is seen: sidecars tell tcp hosts by ' +
        'nothing else; fix: name bank, zoo in allowFrom of the routes to one of the two hosts only, through gateways of ' +
        'two namespaces, or declare one of the two hosts',
    );
  });

  test.each<[string, HostClaim, string, string]>([
    ["where the other gateway's namespace is a source", claim('us'), 'egress-eu', 'egress-eu'],
    ['where both gateways are in one', claim('us', { gateway: gateway('us', 'egress-eu') }), 'orders', 'egress-eu'],
  ])('have one %s', (_, us, source, seen) => {
    const problems = problemsOf([claim('eu'), from('bank')], [us, from(source)]);
    expect(problems).toEqual([expect.stringContaining(`and both are seen in ${seen}: `)]);
    expect(fixIn(problems[0] ?? '')).toMatch(/through gateways of two namespaces/);
  });

  test.each<[string, HostClaim]>([
    ['other ports', claim('us', {}, ['10.0.0.5'], 5433)],
    ['other addresses', claim('us', {}, ['10.0.0.6'])],
    ['no addresses', claim('us', { ports: [{ number: 5432, protocol: 'TLS', way: 'gateway' }] })],
  ])('have none with %s', (_, us) => {
    expect(problemsOf([claim('eu'), from('bank')], [us, from('bank')])).toEqual([]);
  });

  test('leave one host through two gateways to what is said of that', () => {
    const over = { host: Host.parse('db.com') };
    expect(problemsOf([claim('eu', over), from('bank')], [claim('us', over), from('bank')])).toEqual([]);
  });
});
