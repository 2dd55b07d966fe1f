import { groupBy } from '../input/group-by';
import { SHARED_CHECKS } from '../input/shared-checks';
import { ExternalHost, isPassthrough, throughGateway } from '../mesh/external-host';
import { Analyzer, error, Finding } from './analyzer';

/** Hosts below a wildcard that a client of the wildcard cannot see: to that client they are names of the wildcard. */
export const HIDDEN_HOSTS: readonly Analyzer[] = [
  error('EGR1009', SHARED_CHECKS.EGR1009, ({ plan }) => {
    const externals = plan.externalHosts();
    const narrowed = externals.filter(({ exportTo }) => exportTo !== undefined);
    const wildcards = groupBy(
      externals.filter(({ host }) => host.isWildcard),
      ({ host }) => host.domain,
    );
    return narrowed.flatMap((below) =>
      below.host
        .parentDomains()
        .flatMap((domain) => wildcards.get(domain) ?? [])
        .filter((wildcard) => shareAPort(below, wildcard))
        .flatMap((wildcard) => hidden(wildcard, below)),
    );
  }),
];

function hidden(wildcard: ExternalHost, below: ExternalHost): readonly Finding[] {
  const { exportTo = [] } = below;
  // The gateway of the wildcard forwards requests for the wildcard only.
  const viewers = wildcard.exportTo?.filter((namespace) => namespace !== wildcard.gateway.namespace);
  if (viewers?.every((namespace) => exportTo.includes(namespace))) return [];
  return [
    {
      constructPath: below.owners[0] ?? '',
      problem: `host ${below.host.name} cannot be hidden from namespaces that see ${wildcard.host.name}, whose proxies would route it as the wildcard`,
      got: { exportTo: [...exportTo], wildcard: wildcard.exportTo ?? 'all namespaces' },
      allowed: 'hosts below a wildcard that are visible wherever the wildcard is, so that their own sources apply',
      fix: `remove exportTo from the routes to ${below.host.name}, or write the same namespaces in allowFrom of both`,
    },
  ];
}

function shareAPort(a: ExternalHost, b: ExternalHost): boolean {
  return throughGateway(a.ports).some((one) =>
    throughGateway(b.ports).some((other) => one.number === other.number && isPassthrough(one) === isPassthrough(other)),
  );
}
