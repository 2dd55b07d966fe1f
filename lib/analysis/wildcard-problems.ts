import { InputError } from '../input/input-error';
import { ExternalHost, ExternalPort, gatewayPort, opaquePort } from '../mesh/external-host';
import { GatewayFacts, gatewayKey, sameGateway } from '../mesh/gateway';
import { isBelow } from '../mesh/wildcard-exceptions';

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
