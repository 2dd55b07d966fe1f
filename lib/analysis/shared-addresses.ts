import { ExportTo } from '../mesh/export-to';
import { ExternalHost } from '../mesh/external-host';
import { sameGateway } from '../mesh/gateway';
import { HostClaim } from '../mesh/host-claim';
import { Analyzer, error, Finding, inBoth, pairsBy } from './analyzer';

/** One address of a claim. */
interface Address {
  readonly claim: HostClaim;
  readonly address: string;
  readonly port: number;
  readonly isVirtual?: boolean | undefined;
}

const ALLOWED =
  'an address and port of one host wherever the host is visible: sidecars identify these hosts by address and port only';

/** Hosts that share an address and a port. Two regions may use the same private addresses, if no namespace sees both hosts. */
export const SHARED_ADDRESSES: readonly Analyzer[] = [
  error('EGR1008', 'Two hosts share an address and a port.', (mesh) => [
    ...pairsBy(mesh.plan.claims.flatMap(addressesOf), ({ address, port }) => `${address} ${port}`).flatMap(inseparable),
    ...visibleTogether(mesh.plan.externalHosts()),
  ]),
];

function addressesOf(claim: HostClaim): readonly Address[] {
  return claim.ports.flatMap(({ number, addresses = [], isVirtual }) =>
    addresses.map((address) => ({ claim, address, port: number, isVirtual })),
  );
}

/** Returns whether sources can separate two hosts. Hosts of one gateway cannot be separated: the gateway sees all its hosts. */
function isSeparable(a: HostClaim, b: HostClaim): boolean {
  return !sameGateway(a.gateway, b.gateway) && [a, b].every(({ exportTo }) => exportTo === ExportTo.SOURCES);
}

function inseparable([first, { claim: b }]: readonly [Address, Address]): readonly Finding[] {
  const { claim: a, address, port, isVirtual } = first;
  if (a.host.name === b.host.name || isSeparable(a, b)) return [];
  return [
    {
      constructPath: b.owner,
      problem: `hosts ${a.host.name} and ${b.host.name} cannot have one address, ${address}, on port ${port}`,
      got: { routes: [a.owner, b.owner] },
      allowed: ALLOWED,
      fix: isVirtual
        ? `write addresses in place of virtualAddress on the route to ${b.host.name}`
        : `remove the route to ${b.host.name}, and use ${a.host.name} in applications`,
    },
  ];
}

function visibleTogether(externals: readonly ExternalHost[]): readonly Finding[] {
  const addresses = externals.flatMap((external) =>
    external.ports.flatMap(({ addresses: all = [], number }) =>
      all.map((address) => ({ external, address, port: number })),
    ),
  );
  const pairs = pairsBy(addresses, ({ address, port }) => `${address} ${port}`);
  return pairs.flatMap(([{ external: a, address, port }, { external: b }]) => {
    const seen = inBoth(a.exportTo, b.exportTo).join(', ');
    if (a.host.name === b.host.name || sameGateway(a.gateway, b.gateway) || seen === '') return [];
    return [
      {
        constructPath: b.owners[0] ?? '',
        problem: `hosts ${a.host.name} and ${b.host.name} cannot share ${address} on port ${port}, because ${seen} can see both hosts`,
        got: { routes: [...a.owners, ...b.owners] },
        allowed: ALLOWED,
        fix: `remove ${seen} from allowFrom of the routes to one of the hosts, and run the gateways in two namespaces`,
      },
    ];
  });
}
