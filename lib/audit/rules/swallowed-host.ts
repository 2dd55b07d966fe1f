import { nameOf } from '../manifest/manifest';
import { isWildcard } from '../model/hosts';
import { VirtualServiceSpec } from '../model/specs';
import { Hit, Rule } from './rule';
import { DeclaredWay, hostWays } from './shared/host-ways';
import { hostPort } from '../model/host-port';

/** A declared host whose requests follow the route of a wildcard. */
export const SWALLOWED_HOST: Rule = {
  code: 'EGR3017',
  level: 'error',
  title: 'A route for a wildcard sends requests for a declared host to another host.',
  effect:
    'A VirtualService for a wildcard also applies to hosts under the wildcard that have a ServiceEntry and no VirtualService of their ' +
    'own.',
  sources: [
    'separateVSHostsAndServices in pilot/pkg/networking/core/route/route.go',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  ],
  check: (mesh) =>
    hostWays(mesh).flatMap(({ host, ways }) => (isWildcard(host) ? [] : ways.flatMap((way) => swallowed(way) ?? []))),
};

function swallowed({ entry, way, request: { host, port } }: DeclaredWay): Hit | undefined {
  if (way.kind !== 'gateway') return undefined;
  const { destination } = way;
  const addresses = (entry.spec.endpoints ?? []).map(({ address = '' }) => address.replace(/\.$/, ''));
  if ([host, ...addresses].includes(destination.host)) return undefined;
  const rules = way.hops.flatMap(({ decidedBy = [] }) => decidedBy);
  const rule = rules.find(({ manifest }) => manifest.kind === 'VirtualService');
  const { hosts = [] } = (rule?.manifest.spec ?? {}) as VirtualServiceSpec;
  if (rule === undefined || hosts.includes(host)) return undefined;
  return {
    ...rule,
    message: `${nameOf(rule.manifest)} sends requests for ${hostPort(host, port)} to ${destination.host}, and ${nameOf(entry.manifest)} declares ${host} by itself`,
    fix: `create a VirtualService for ${host}, or remove ${nameOf(entry.manifest)}`,
  };
}
