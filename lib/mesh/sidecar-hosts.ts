import { ExternalHost } from './external-host';
import { GatewayFacts, gatewayKey, serviceHost } from './gateway';
import { InputError } from '../input/input-error';
import { includesNamespace } from './source';
import { isBelow } from './wildcard-exceptions';
import { refuseToken } from '../input/token';

/**
 * What the sidecars of a namespace must know of other namespaces to use the routes that are open to it: the hosts, those below a
 * wildcard that are for others, and the Services of their gateways; as `namespace/host`, sorted.
 *
 * @param catchAll the gateway that takes what they do not know: they need not know the hosts that it tells by itself
 */
export function hostsOpenTo(
  namespace: string,
  externals: readonly ExternalHost[],
  catchAll?: GatewayFacts,
): readonly string[] {
  const open = externals.filter((external) => !isLeftTo(catchAll, external) && isOpenTo(namespace, external));
  // A sidecar that knows a wildcard and not the host below it would take the one for the other.
  const wildcards = open.filter(({ host }) => host.isWildcard);
  const below = externals.filter((external) => wildcards.some((wildcard) => isBelow(external, wildcard)));
  const known = [...open, ...below];
  const gateways = [...known.map(({ gateway }) => gateway), ...(catchAll ? [catchAll] : [])];
  const hosts = [
    ...known.map(({ namespace: at, host }) => [at, host.name]),
    ...gateways.map((gateway) => [gateway.namespace, serviceHost(gateway)]),
  ];
  const others = hosts.filter(([at]) => at !== namespace).map((parts) => parts.join('/'));
  return [...new Set(others)].sort();
}

function isOpenTo(namespace: string, { ports }: ExternalHost): boolean {
  return ports.some(({ access: { sources } }) => sources.length === 0 || includesNamespace(sources, namespace));
}

function isLeftTo(catchAll: GatewayFacts | undefined, { toldByInnerName, gateway }: ExternalHost): boolean {
  return toldByInnerName === true && catchAll !== undefined && gatewayKey(gateway) === gatewayKey(catchAll);
}

const NAMESPACE = /^(\.|[a-z0-9]([a-z0-9-]*[a-z0-9])?)$/;
const HOST = /^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*)$/;
const ONE_LABEL = /^[a-z0-9-]+$/;

/**
 * Reads hosts as a Sidecar names them.
 *
 * @throws InputError for anything else than a list of `namespace/host`, each with one namespace and a full name or a wildcard
 */
export function parseSidecarHosts(values: readonly string[]): readonly string[] {
  refuseToken('hosts', values);
  if (Array.isArray(values)) return (values as readonly string[]).map(parseSidecarHost);
  throw new InputError({
    problem: 'hosts is not a list',
    got: values,
    allowed: 'a list of namespace/host',
    fix: 'write hosts: ["databases/*"]',
  });
}

function parseSidecarHost(value: string): string {
  const [namespace = '', host = '', ...rest] = typeof value === 'string' ? value.split('/') : [];
  if (rest.length === 0 && NAMESPACE.test(namespace) && HOST.test(host)) {
    refuseOneLabel(namespace, host);
    return value;
  }
  throw new InputError({
    problem: 'host is not one of a sidecar',
    got: value,
    allowed:
      'namespace/host, such as "databases/*" or "shared/api.shared.svc.cluster.local"; no wildcard for the namespace',
    fix: 'write the namespace, a slash and the host, or * for all hosts of that namespace',
  });
}

/**
 * Hosts of a Sidecar are full names: a short one is no Service's, which would be cut off.
 *
 * @throws InputError
 */
function refuseOneLabel(namespace: string, host: string): void {
  if (!ONE_LABEL.test(host)) return;
  throw new InputError({
    problem: 'host of a sidecar has one label only',
    got: `${namespace}/${host}`,
    allowed: 'full names, such as "shared/api.shared.svc.cluster.local", and * for all of a namespace',
    fix:
      namespace === '.'
        ? 'remove it: the Services of the own namespace are known anyway'
        : `write ${namespace}/${host}.${namespace}.svc.cluster.local`,
  });
}
