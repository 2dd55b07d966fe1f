import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { isIPv6 } from 'node:net';
import { addressIn } from '../host/dns-name';
import { Host } from '../host/host';
import { parseHosts } from '../host/hosts';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { parseDnsLabel } from '../input/kubernetes-name';
import { parseSet } from '../input/list';
import { parseTrafficPort } from '../input/port';
import { PropertyHints, PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { parseApplicationNamespaces } from '../input/system-namespaces';
import { assertText } from '../input/text';
import { assertOutsideCluster } from '../mesh/assert-external-host';
import { assertOutsideName, assertUnresolvedName } from '../mesh/assert-outside-name';
import { areMatchedByCidrs, DirectHostRecord } from '../mesh/direct-hosts';
import { DirectProtocol } from '../mesh/direct-protocol';
import { parseExternalCidrs } from '../network/external-cidrs';
import { assertNoPlaintextStart } from '../network/plaintext-start';
import { directEntryName } from '../render/istio/direct-entry';
import { DirectHostProps } from './direct-host-props';

const PROPERTIES: PropertyNames<DirectHostProps> = {
  hosts: true,
  namespaces: true,
  because: true,
  ports: true,
  protocol: true,
  cidrs: true,
};

const HINTS: PropertyHints = {
  hosts: REQUIRED,
  namespaces: REQUIRED,
  because: REQUIRED,
  reason: 'because',
  port: 'ports',
  addresses: 'cidrs',
  ranges: 'cidrs',
  exportTo: 'namespaces',
  clientNamespaces: 'namespaces',
  allowFrom: 'remove allowFrom, and write namespaces: nothing checks the identity of a caller on a direct connection',
  gateway: 'remove gateway, or use an ExternalTlsRoute for hosts that are reached through the gateway',
  directPorts: 'write ports; directPorts of an ExternalHttpRoute are further ports of a host with a route',
};

/**
 * Reads the properties of a direct host.
 *
 * @throws EgressError that names every malformed property
 */
export function parseDirectHost(construct: IConstruct, props: DirectHostProps): DirectHostRecord {
  const { settings } = meshOf(construct).model;
  const { hosts, namespaces, ports, protocol, cidrs, because } = readProperties(
    'DirectHost',
    props,
    PROPERTIES,
    ({ protocol = DirectProtocol.TLS, ...given }) => ({
      protocol: () => {
        assertEnum('protocol', protocol, 'DirectProtocol', DirectProtocol);
        return protocol;
      },
      hosts: () =>
        parseHosts(
          given.hosts,
          (host) => {
            assertOutsideCluster(host, settings);
            if (protocol === DirectProtocol.TCP) assertUnresolvedName(host);
            else assertOutsideName(host, settings.externalDomains, { what: 'direct host' });
          },
          parseName,
        ),
      namespaces: () => parseApplicationNamespaces(given.namespaces, settings.rootNamespace),
      ports: () => parsePorts(given.ports, protocol),
      cidrs: () => (given.cidrs === undefined ? [] : parseExternalCidrs(given.cidrs)),
      because: () => parseReason(given.because),
    }),
    HINTS,
  );
  assertFits(protocol, hosts, cidrs);
  const chart = Chart.of(construct);
  return {
    owner: construct.node.path,
    entries: hosts.map((host) => ({ host, name: directEntryName(host) })),
    namespace: parseDnsLabel('namespace of the chart', chart.namespace ?? settings.rootNamespace),
    ...{ namespaces, ports, protocol, cidrs, because },
  };
}

/** Parses a host. A host without a DNS name has a name of its own, and ranges. */
function parseName(value: string, what: string): Host {
  const address = typeof value === 'string' ? addressIn(value) : undefined;
  if (address === undefined) return Host.parsePattern(value, what);
  throw EgressError.of({
    code: 'EGR0201',
    problem: `${what} must be a DNS name, not an IP address`,
    got: value,
    allowed: 'a full DNS name such as "api.example.com", or a wildcard such as "*.example.com"',
    fix: `write hosts: ["db.corp.internal"], cidrs: ["${address}/${isIPv6(address) ? 128 : 32}"], protocol: DirectProtocol.TCP and ports`,
  });
}

const DEFAULT_PORTS: Readonly<Record<DirectProtocol, number | undefined>> = { TLS: 443, HTTP: 80, TCP: undefined };
/** The ports that sidecars expect to carry another protocol. */
const OTHER_PROTOCOL: Readonly<Record<DirectProtocol, number | undefined>> = { TLS: 80, HTTP: 443, TCP: undefined };

function parsePorts(values: readonly number[] | undefined, protocol: DirectProtocol): readonly number[] {
  const port = DEFAULT_PORTS[protocol] ?? 5432;
  // The error of an unknown protocol states the mistake: no default port exists.
  if (values === undefined && !Object.hasOwn(DEFAULT_PORTS, protocol)) return [];
  const given = values ?? (DEFAULT_PORTS[protocol] === undefined ? [] : [port]);
  return parseSet(given, {
    what: 'ports',
    parse: (value: number, what) => parsePort(what, value, protocol, port),
    example: `[${port}]`,
    allowed: 'a list of one or more ports of the hosts',
  });
}

const TCP_FIX = 'write protocol: DirectProtocol.TCP, and cidrs with the ranges of the host';

function parsePort(what: string, value: number, protocol: DirectProtocol, example: number): number {
  const port = parseTrafficPort(what, value, example);
  if (protocol === DirectProtocol.TCP) return port;
  assertNoPlaintextStart(`${what} of a DirectHost`, port, protocol, TCP_FIX);
  if (port !== OTHER_PROTOCOL[protocol]) return port;
  throw EgressError.of({
    code: 'EGR0401',
    problem: `${what} of a DirectHost for ${protocol} cannot be ${port}`,
    got: port,
    allowed: `a port on which applications call the hosts by ${protocol}`,
    fix: `write protocol: DirectProtocol.${protocol === DirectProtocol.TLS ? 'HTTP' : 'TLS'}, or another port`,
  });
}

function parseReason(because: string | undefined): string {
  if (because !== undefined) assertText('because', because);
  const reason = (because ?? '').trim();
  if (reason !== '') return reason;
  throw EgressError.of({
    code: 'EGR0451',
    problem: 'because must be a reason that is not empty',
    got: because,
    allowed: 'the reason why the hosts stay direct, which the EgressSummary shows',
    fix: "write because: 'the object store is in the network of the cluster' with your reason",
  });
}

/** Rejects hosts that sidecars could not identify, or would identify at any address. */
function assertFits(protocol: DirectProtocol, hosts: readonly Host[], cidrs: readonly string[]): void {
  readAll({
    wildcards: () => assertWildcardsOfTls(protocol, hosts),
    single: () => assertOneHost(protocol, hosts),
    cidrs: () => assertCidrs(protocol, hosts, cidrs),
  });
}

function assertWildcardsOfTls(protocol: DirectProtocol, hosts: readonly Host[]): void {
  const wildcard = hosts.find(({ isWildcard }) => isWildcard);
  if (wildcard === undefined || protocol === DirectProtocol.TLS) return;
  throw EgressError.of({
    code: 'EGR0453',
    problem: `a wildcard of a DirectHost cannot have the protocol ${protocol}`,
    got: wildcard.name,
    allowed: 'wildcards with DirectProtocol.TLS, whose names sidecars identify by the SNI and by cidrs',
    fix: `write the names below "${wildcard.name}" in hosts, or remove protocol`,
  });
}

function assertOneHost(protocol: DirectProtocol, hosts: readonly Host[]): void {
  if (protocol !== DirectProtocol.TCP || hosts.length < 2) return;
  throw EgressError.of({
    code: 'EGR0405',
    problem: 'hosts of a DirectHost for TCP must be one host',
    got: hosts.map(({ name }) => name),
    allowed: 'one host: sidecars identify the host by its ranges',
    fix: 'create a DirectHost per host, with the ranges of the host',
  });
}

function assertCidrs(protocol: DirectProtocol, hosts: readonly Host[], cidrs: readonly string[]): void {
  if (cidrs.length > 0 || !areMatchedByCidrs(protocol, hosts)) return;
  throw EgressError.of({
    code: 'EGR0452',
    problem: `a DirectHost for ${protocol === DirectProtocol.TCP ? 'TCP' : 'a wildcard'} must have cidrs`,
    got: hosts.map(({ name }) => name),
    allowed:
      'cidrs with DirectProtocol.TCP, and with wildcards: a caller could otherwise state the host at any address',
    fix: 'write cidrs: ["203.0.113.0/28"] with the ranges of the hosts',
  });
}
