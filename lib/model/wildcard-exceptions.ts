/**
 * Hosts below a wildcard that have routes of their own, with targets and sources of their own.
 *
 * A proxy that sees both takes the more specific one. One that sees the wildcard alone would take what is for the host to the
 * wildcard's target, as something for the wildcard's sources.
 */
import { ExternalHost, ExternalPort, gatewayPort, opaquePort } from './external-host';
import { GatewayFacts, gatewayKey, sameGateway } from './gateway-facts';
import { Host } from './host';
import { InputError } from './input-error';

/** Whether a host lies below a wildcard: any host, or a narrower wildcard. */
export function isBelow({ host }: ExternalHost, { host: { isWildcard, domain, name } }: ExternalHost): boolean {
  return isWildcard && host.name !== name && host.domain !== domain && host.isIn(domain);
}

/**
 * The hosts below a wildcard that have a route of their own on its HTTP port, for others than the wildcard's; sorted. Its policy can
 * leave them out: what is inside TLS the gateway does not see.
 *
 * @param all hosts of the mesh, with all that lie below the wildcard among them
 */
export function exceptionsOf(wildcard: ExternalHost, all: readonly ExternalHost[]): readonly Host[] {
  const port = gatewayPort(wildcard, 'HTTP');
  if (port === undefined) return [];
  const below = all.filter((other) => isBelow(other, wildcard) && isForOthers(gatewayPort(other, 'HTTP'), port));
  const byName = new Map(below.map(({ host }) => [host.name, host]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host);
}

function isForOthers(port: ExternalPort | undefined, wildcard: ExternalPort): boolean {
  return port?.number === wildcard.number && JSON.stringify(port.access) !== JSON.stringify(wildcard.access);
}

/**
 * What is wrong with hosts below the wildcards of a gateway, once all sources are known: in words, each with its fix.
 *
 * @param externals all hosts of the mesh
 */
export function wildcardProblems(gateway: GatewayFacts, externals: readonly ExternalHost[]): readonly string[] {
  const wildcards = externals.filter(({ host, gateway: own }) => host.isWildcard && sameGateway(own, gateway));
  return wildcards.flatMap((wildcard) => {
    const hidden = externals.filter((external) => isBelow(external, wildcard) && shareAPort(external, wildcard));
    return hidden.flatMap((external) => problemOf(wildcard, external) ?? []);
  });
}

function shareAPort(a: ExternalHost, b: ExternalHost): boolean {
  const samePort = (one?: ExternalPort, other?: ExternalPort): boolean =>
    one !== undefined && one.number === other?.number;
  return samePort(gatewayPort(a, 'HTTP'), gatewayPort(b, 'HTTP')) || samePort(opaquePort(a), opaquePort(b));
}

function problemOf(wildcard: ExternalHost, below: ExternalHost): string | undefined {
  const { exportTo } = below;
  if (exportTo === undefined) return undefined;
  // The wildcard's gateway itself sends on what came to it for the wildcard, and nothing else.
  const seers = wildcard.exportTo?.filter((namespace) => namespace !== wildcard.gateway.namespace);
  const blind = seers?.filter((namespace) => !exportTo.includes(namespace));
  if (blind?.length === 0) return undefined;
  return new InputError({
    problem: `${below.host.name} is not seen by all who see ${wildcard.host.name}: to them it is one more name of the wildcard`,
    got: { exportTo: [...exportTo], wildcard: wildcard.exportTo ?? 'everyone', gateway: gatewayKey(wildcard.gateway) },
    allowed: 'hosts below a wildcard that are seen wherever the wildcard is, so that their own sources decide',
    fix: `leave exportTo out of the routes to ${below.host.name}, or name the same namespaces for both`,
  }).message;
}
