import { ExternalHost } from './external-host';
import { GatewayModel, sameGateway, serviceHost } from './gateway';
import { includesNamespace } from './source';
import { isBelow } from './wildcard-exceptions';

/**
 * Returns the hosts of other namespaces that the sidecars of a namespace import for the routes that are open to the namespace, as
 * `namespace/host`, sorted: the hosts, every host below an imported wildcard, and the Services of the gateways.
 *
 * @param egressProxy the gateway that receives unknown hosts; hosts that the gateway identifies by the inner SNI are not imported
 */
export function importsOf(
  namespace: string,
  externals: readonly ExternalHost[],
  egressProxy?: GatewayModel,
): readonly string[] {
  const open = externals.filter((external) => !isUnknownTo(egressProxy, external) && isOpenTo(namespace, external));
  // A sidecar that imports a wildcard and not a host below the wildcard would route the host as the wildcard.
  const wildcards = open.filter(({ host }) => host.isWildcard);
  const below = externals.filter((external) => wildcards.some((wildcard) => isBelow(external, wildcard)));
  const imported = [...open, ...below];
  const gateways = [...imported.map(({ gateway }) => gateway), ...(egressProxy ? [egressProxy] : [])];
  const hosts = [
    ...imported.map(({ namespace: of, host }) => [of, host.name]),
    ...gateways.map((gateway) => [gateway.namespace, serviceHost(gateway)]),
  ];
  const others = hosts.filter(([of]) => of !== namespace).map((parts) => parts.join('/'));
  return [...new Set(others)].sort();
}

function isOpenTo(namespace: string, { ports }: ExternalHost): boolean {
  return ports.some(({ access: { sources } }) => sources.length === 0 || includesNamespace(sources, namespace));
}

function isUnknownTo(egressProxy: GatewayModel | undefined, { matchedByInnerSni, gateway }: ExternalHost): boolean {
  return matchedByInnerSni === true && egressProxy !== undefined && sameGateway(gateway, egressProxy);
}
