import { ExternalHost } from '../mesh/external-host';
import { GatewayFacts, gatewayKey, sameGateway } from '../mesh/gateway';

/**
 * Hosts through a gateway, each with those through others that have something in common with it. Of two gateways the first by name
 * has the pair, so that what is wrong with it is told once.
 *
 * @param externals all hosts of the mesh
 * @param common what is to be the same; a host without it is in no pair
 */
export function pairsOf(
  gateway: GatewayFacts,
  externals: readonly ExternalHost[],
  common: (external: ExternalHost) => string | undefined,
): readonly (readonly [mine: ExternalHost, other: ExternalHost])[] {
  const behind = new Map<string | undefined, ExternalHost[]>();
  for (const external of externals) {
    if (gatewayKey(external.gateway) <= gatewayKey(gateway)) continue;
    const key = common(external);
    const found = behind.get(key);
    if (found === undefined) behind.set(key, [external]);
    else found.push(external);
  }
  const mine = externals.filter((external) => sameGateway(external.gateway, gateway) && common(external) !== undefined);
  return mine.flatMap((external) => (behind.get(common(external)) ?? []).map((other) => [external, other] as const));
}

/** What stands in both lists. */
export function inBoth(a: readonly string[] = [], b: readonly string[] = []): readonly string[] {
  return a.filter((text) => b.includes(text));
}
