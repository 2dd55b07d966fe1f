import { Manifest, Path } from '../../manifest/manifest';
import { bareHost } from '../../model/hosts';
import { Mesh } from '../../model/mesh';

/** A host as an object of Istio has the host. */
export interface WrittenHost {
  readonly manifest: Manifest;
  readonly path: Path;
  /** The host without the namespace of a Gateway. */
  readonly host: string;
}

/** Returns the hosts of ServiceEntries, VirtualServices, DestinationRules and Gateways, and the SNIs of VirtualServices. */
export function writtenHosts(mesh: Mesh): readonly WrittenHost[] {
  return [
    ...mesh.serviceEntries.flatMap(({ manifest, spec }) => listed(manifest, ['spec', 'hosts'], spec.hosts)),
    ...mesh.virtualServices.flatMap(({ manifest, spec }) => [
      ...listed(manifest, ['spec', 'hosts'], spec.hosts),
      ...(spec.tls ?? []).flatMap(({ match = [] }, rule) =>
        match.flatMap(({ sniHosts }, index) =>
          listed(manifest, ['spec', 'tls', rule, 'match', index, 'sniHosts'], sniHosts),
        ),
      ),
    ]),
    ...mesh.destinationRules.flatMap(({ manifest, spec }) =>
      spec.host === undefined ? [] : [{ manifest, path: ['spec', 'host'], host: spec.host }],
    ),
    ...mesh.gateways.flatMap(({ manifest, spec }) =>
      (spec.servers ?? []).flatMap(({ hosts }, index) => listed(manifest, ['spec', 'servers', index, 'hosts'], hosts)),
    ),
  ];
}

function listed(manifest: Manifest, path: Path, hosts: readonly string[] = []): readonly WrittenHost[] {
  return hosts.map((host, index) => ({ manifest, path: [...path, index], host: bareHost(host) }));
}
