import { GatewayLockdown, gatewayTableOf } from '../../../conformance/cases/gateway-lockdown';

const LOCKDOWN: GatewayLockdown = {
  program: 'main',
  gateway: { namespace: 'egress', labels: { istio: 'egress' } },
  clients: ['payments'],
  ports: ['8080/TCP'],
  scrapers: ['monitoring'],
  outside: ['443/TCP'],
  addresses: [['10.20.0.15', '5432/TCP']],
};

it('asks about every caller and address, and expects the declared answers only', () => {
  const { asked, world, title } = gatewayTableOf(LOCKDOWN);
  expect(title).toBe('to and from egress/egress');
  expect(asked.filter(({ allowed }) => allowed).map(({ what }) => what)).toEqual([
    'payments/client to egress/gateway 8080/TCP',
    'monitoring/client to egress/gateway 15090/TCP',
    'monitoring/client to egress/gateway 15020/TCP',
    'egress/gateway to the internet 443/TCP',
    'egress/gateway to the internet, IPv6 443/TCP',
    'egress/gateway to the internet behind NAT64 443/TCP',
    'egress/gateway to 10.20.0.15 5432/TCP',
    'egress/gateway to kube-system/dns 53/UDP',
    'egress/gateway to kube-system/dns 53/TCP',
    'egress/gateway to istio-system/istiod 15012/TCP',
  ]);
  expect(asked.length).toBeGreaterThan(700);
  const pods = world.pods as { metadata: { namespace: string; name: string }; status: { podIP: string } }[];
  const names = new Set(pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  expect(names.size).toBe(pods.length);
  expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(pods.length);
  const ends = asked.flatMap(({ from, to }) => [from, to]).filter((end) => end.includes('/'));
  expect(ends.filter((end) => !names.has(end))).toEqual([]);
});
