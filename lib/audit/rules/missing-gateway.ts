import { fullGatewayNames, MESH, Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';

/** A Gateway that a VirtualService names, and that does not exist. */
export const MISSING_GATEWAY: Rule = {
  code: 'EGR3008',
  level: 'error',
  title: 'A VirtualService names a Gateway that does not exist.',
  effect:
    'Istio ignores a name in `gateways` that is the name of no Gateway, so that the rules for the gateway have no effect. A name without ' +
    'a namespace is a Gateway of the namespace of the VirtualService.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
  check: missingGateways,
};

function missingGateways(mesh: Mesh): readonly Hit[] {
  const known = new Set([MESH, ...mesh.gateways.map(({ id }) => id)]);
  return mesh.virtualServices.flatMap(({ id, namespace, spec, manifest }) =>
    (spec.gateways ?? []).flatMap((name, index) => {
      const [gateway = name] = fullGatewayNames([name], namespace);
      if (known.has(gateway)) return [];
      return {
        manifest,
        path: ['spec', 'gateways', index],
        message: `VirtualService ${id} names Gateway ${gateway}, which does not exist`,
        fix: fixFor(mesh, name),
      };
    }),
  );
}

/** A Gateway of that name in another namespace is what was meant. */
function fixFor({ gateways }: Mesh, name: string): string {
  const bare = name.slice(name.indexOf('/') + 1);
  const meant = gateways.find((gateway) => gateway.name === bare);
  return meant === undefined ? `create the Gateway, or remove ${name} from spec.gateways` : `write ${meant.id}`;
}
