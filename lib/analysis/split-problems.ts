import { InputError } from '../input/input-error';
import { ExternalHost } from '../mesh/external-host';
import { GatewayFacts } from '../mesh/gateway';
import { twoGateways } from '../mesh/split-host';
import { inBoth, pairsOf } from './gateway-pairs';

/**
 * What is wrong with hosts that leave through a gateway and through others, once all sources are known: in words, each with its fix.
 * Two gateways have one problem, which the first of them by name is told.
 *
 * @param externals all hosts of the mesh
 */
export function splitProblems(gateway: GatewayFacts, externals: readonly ExternalHost[]): readonly string[] {
  return pairsOf(gateway, externals, ({ host }) => host.name).flatMap(([mine, other]) => problemOf(mine, other) ?? []);
}

function problemOf(a: ExternalHost, b: ExternalHost): string | undefined {
  const got = [...a.owners, ...b.owners];
  if (isForAnyone(a) || isForAnyone(b)) {
    return new InputError({
      problem: `${twoGateways(a, b)}, and anyone() may use one of them`,
      got,
      allowed: 'sources that are namespaces or service accounts, where a host leaves through two gateways',
      fix: 'name the namespaces in allowFrom',
    }).message;
  }
  const both = inBoth(a.exportTo, b.exportTo);
  if (both.length === 0) return undefined;
  return new InputError({
    problem: `${twoGateways(a, b)}, and both ways are seen in ${both.join(', ')}`,
    got,
    allowed: 'each namespace among the sources of one gateway only, and that of a gateway among its own only',
    fix: `name ${both.join(', ')} in allowFrom of the routes through one gateway only; where a gateway lives, through that`,
  }).message;
}

function isForAnyone({ ports }: ExternalHost): boolean {
  return ports.some(({ access: { sources } }) => sources.some(({ kind }) => kind === 'anyone'));
}
