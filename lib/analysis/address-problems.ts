/**
 * TCP hosts of one address and port through two gateways: two regions may use the same private addresses. Sidecars tell TCP hosts by
 * address and port alone, so that no namespace may see both; which ones do follows from the sources.
 */
import { ONE_HOST } from '../mesh/address-registry';
import { ExternalHost, gatewayPort } from '../mesh/external-host';
import { GatewayFacts } from '../mesh/gateway';
import { inBoth, pairsOf } from './gateway-pairs';
import { InputError } from '../input/input-error';

/**
 * What is wrong with the addresses of hosts through a gateway and through others, once all sources are known: in words, each with its
 * fix. Two gateways have one problem, which the first of them by name is told.
 *
 * @param externals all hosts of the mesh
 */
export function addressProblems(gateway: GatewayFacts, externals: readonly ExternalHost[]): readonly string[] {
  const tcpPort = (external: ExternalHost): string | undefined => gatewayPort(external, 'TCP')?.number.toString();
  return pairsOf(gateway, externals, tcpPort).flatMap(([mine, other]) => problemOf(mine, other) ?? []);
}

function problemOf(a: ExternalHost, b: ExternalHost): string | undefined {
  const [ours, theirs] = [gatewayPort(a, 'TCP'), gatewayPort(b, 'TCP')];
  if (ours === undefined || theirs === undefined || a.host.name === b.host.name) return undefined;
  const shared = inBoth(ours.addresses, theirs.addresses);
  const seen = inBoth(a.exportTo, b.exportTo).join(', ');
  if (shared.length === 0 || seen === '') return undefined;
  return new InputError({
    problem: `hosts ${a.host.name} and ${b.host.name} share ${shared.join(', ')} on port ${ours.number}, and both are seen in ${seen}`,
    got: [...a.owners, ...b.owners],
    allowed: ONE_HOST,
    fix:
      `name ${seen} in allowFrom of the routes to one of the two hosts only, through gateways of two namespaces, or declare one of ` +
      'the two hosts',
  }).message;
}
