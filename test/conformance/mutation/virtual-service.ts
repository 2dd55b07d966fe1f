/** VirtualService: both legs of the way, from the client's sidecar to the gateway and from there to the host. */
import { fieldsAt, isKeyed, listOf, replaced } from './fields';
import { MOVED } from './move-object';
import { Placed } from './mutant';
import { NO_HOST, NO_SERVICE, NO_SUBSET } from './nobody';
import { always, becomes, Change, drop, dropOneOfMany, DROPPED, otherPort, rewritten, Rule, where } from './rule';

const MESH = 'mesh';

/** Headers that the proxies of this mesh add to a request. Others of the list are added with options that are not on here. */
const ADDED_HEADERS: ReadonlySet<unknown> = new Set([
  'x-envoy-attempt-count',
  'x-envoy-decorator-operation',
  'x-envoy-external-address',
  'x-forwarded-client-cert',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-request-id',
]);

export const VIRTUAL_SERVICE: readonly Rule[] = [
  MOVED,
  { operator: 'virtual-service/export-to', at: 'spec.exportTo', to: always(['.']) },
  { operator: 'virtual-service/export-to-all', at: 'spec.exportTo', to: where(['*']) },
  { operator: 'virtual-service/drop-export', at: 'spec.exportTo.*', to: dropOneOfMany },
  { operator: 'virtual-service/host', at: 'spec.hosts.*', to: where(NO_HOST) },
  { operator: 'virtual-service/host-and-sni', at: 'spec', to: otherHostEverywhere },
  { operator: 'virtual-service/drop-gateway', at: 'spec.gateways.*', to: drop },
  { operator: 'virtual-service/gateway', at: 'spec.gateways.*', to: otherGateway },
  ...['http', 'tls', 'tcp'].flatMap(rulesOfLegs),
];

function rulesOfLegs(protocol: string): Rule[] {
  const leg = `spec.${protocol}.*`;
  const destination = `${leg}.route.*.destination`;
  return [
    { operator: 'virtual-service/drop-leg', at: leg, to: dropOneOfMany },
    { operator: 'virtual-service/drop-leg', at: `spec.${protocol}`, to: withItsOnlyLeg },
    { operator: 'virtual-service/match-port', at: `${leg}.match.*.port`, to: otherPort },
    { operator: 'virtual-service/match-gateways', at: `${leg}.match.*.gateways`, to: otherSide },
    { operator: 'virtual-service/match-any-gateway', at: `${leg}.match.*.gateways`, to: drop },
    // Refused at admission, where the webhook is asked: SNI hosts must be among the hosts.
    { operator: 'virtual-service/sni', at: `${leg}.match.*.sniHosts.*`, to: where(NO_HOST) },
    { operator: 'virtual-service/any-authority', at: `${leg}.match.*.authority`, to: drop },
    { operator: 'virtual-service/destination', at: `${destination}.host`, to: where(NO_SERVICE) },
    { operator: 'virtual-service/destination-port', at: `${destination}.port.number`, to: otherPort },
    { operator: 'virtual-service/subset', at: `${destination}.subset`, to: where(NO_SUBSET) },
    { operator: 'virtual-service/drop-subset', at: `${destination}.subset`, to: drop },
    { operator: 'virtual-service/drop-rewrite', at: `${leg}.rewrite`, to: drop },
    { operator: 'virtual-service/drop-headers', at: `${leg}.headers`, to: drop },
    { operator: 'virtual-service/keep-header', at: `${leg}.headers.request.remove.*`, to: keepAdded },
    { operator: 'virtual-service/around-the-gateway', at: leg, to: aroundTheGateway },
  ];
}

/** One header less that is taken away. */
function keepAdded(name: unknown): Change[] {
  return ADDED_HEADERS.has(name) ? [{ ...DROPPED, says: `${String(name)} is kept` }] : [];
}

/** The list goes with its only leg: an empty one means nothing. */
function withItsOnlyLeg(legs: unknown): Change[] {
  return listOf(legs).length === 1 ? [DROPPED] : [];
}

/** A gateway that is not there, in the place of one that is. */
function otherGateway(value: unknown): Change[] {
  if (typeof value !== 'string' || value === MESH) return [];
  return [becomes([...value.split('/').slice(0, -1), 'no-such-gateway'].join('/'))];
}

/** The match of a leg at the other gateways of the VirtualService: the leg of the one where the other's should be. */
function otherSide(value: unknown, _: unknown, { manifest }: Placed): Change[] {
  const [all] = fieldsAt(manifest, 'spec.gateways');
  const others = listOf(all?.value).filter((gateway) => !listOf(value).includes(gateway));
  return value === undefined || others.length === 0 ? [] : [becomes(others)];
}

/** Hosts and SNI hosts at once, so that it is not refused at admission. */
function otherHostEverywhere(_: unknown, __: unknown, { manifest }: Placed): Change[] {
  const names = fieldsAt(manifest, 'spec.tls.*.match.*.sniHosts.*');
  if (names.length === 0) return [];
  const hosts = fieldsAt(manifest, 'spec.hosts.*');
  const changed = [...hosts, ...names].reduce<unknown>((object, { path }) => replaced(object, path, NO_HOST), manifest);
  return isKeyed(changed) ? [rewritten(changed['spec'], `hosts and sniHosts -> ${NO_HOST}`)] : [];
}

/** The client's leg to the host itself: what the library is there to prevent. */
function aroundTheGateway(leg: unknown, _: unknown, { manifest }: Placed): Change[] {
  const gateways = fieldsAt(leg, 'match.*.gateways.*').map(({ value }) => value);
  const [host] = fieldsAt(manifest, 'spec.hosts.*');
  const [port] = fieldsAt(leg, 'match.*.port');
  if (!gateways.includes(MESH) || host === undefined || typeof port?.value !== 'number') return [];
  const destination = { host: host.value, port: { number: port.value } };
  return [rewritten(replaced(leg, ['route'], [{ destination }]), `to ${String(host.value)} itself`)];
}
