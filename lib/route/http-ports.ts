import { assertMutualTls } from '../gateway/mutual-tls';
import { parseKeptHeaders } from '../http/stripped-headers';
import { assertBoolean } from '../input/boolean';
import { readAll, readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { assertInstance } from '../input/instance';
import { assertList } from '../input/list';
import { parseTrafficPort } from '../input/port';
import { ClientTls } from '../mesh/client-tls';
import { ClaimedPort } from '../mesh/external-host';
import { HttpProtocol } from '../mesh/http-protocol';
import { TlsOriginationModel } from '../mesh/tls-origination-model';
import { HttpCredentialModel } from '../mesh/http-credential-model';
import { parseHttpAddress } from './dialled-addresses';
import { assertNoPlaintextStart } from '../network/plaintext-start';
import { assertNotDynamicDns } from './dynamic-dns';
import { ExternalHttpRouteProps } from './external-http-route-props';
import { TlsOrigination } from './tls-origination';

/**
 * Returns the ports that an HTTP route claims of each host.
 *
 * @throws EgressError that names every malformed property
 */
export function parseHttpPorts(props: ExternalHttpRouteProps, clientTls: ClientTls): readonly ClaimedPort[] {
  const { keepHeaders = [] } = props;
  const { number, protocol, direct, origination, keptHeaders, credential, addresses } = readAll({
    number: () => parseHttpPort(props),
    protocol: () => parseProtocol(props),
    direct: () => parseDirectPorts(props),
    origination: () => parseOrigination(props, clientTls),
    keptHeaders: () => parseKeptHeaders(keepHeaders),
    credential: () => parseCredential(props, clientTls),
    addresses: () => parseHttpAddress(props),
  });
  const more = {
    ...protocol,
    ...(origination && { origination }),
    ...(credential && { credential }),
    ...(addresses && { addresses }),
  };
  return [
    { number, protocol: 'HTTP', routing: 'gateway', keptHeaders, ...more },
    ...direct.map((port) => ({ number: port, protocol: 'HTTPS' as const, routing: 'direct' as const })),
  ];
}

/** Rejects port 443: sidecars do not recognize TLS there as a request of the route, and send the TLS directly. */
function parseHttpPort({ port = 80, tlsOrigination }: ExternalHttpRouteProps): number {
  const number = parseTrafficPort('port', port, 80);
  assertNoPlaintextStart('port of an ExternalHttpRoute', number, 'HTTP');
  if (number !== 443) return number;
  throw EgressError.of({
    code: 'EGR0401',
    problem: 'port of an ExternalHttpRoute cannot be 443',
    got: number,
    allowed: 'the port on which applications call the hosts in plain HTTP: TLS on the port would bypass the gateway',
    fix: tlsOrigination
      ? 'remove port, and call http://; set the port of the host with TlsOrigination.simple({ port: 443 })'
      : 'use an ExternalTlsRoute for applications that call https://',
  });
}

type Protocol = Pick<ClaimedPort, 'httpProtocol' | 'useClientProtocol'>;

function parseProtocol(props: ExternalHttpRouteProps): Protocol {
  const { protocol = HttpProtocol.HTTP, useClientProtocol = false, wildcardTarget } = props;
  assertEnum('protocol', protocol, 'HttpProtocol', HttpProtocol);
  assertBoolean('useClientProtocol', useClientProtocol);
  if (!useClientProtocol && protocol === HttpProtocol.HTTP) return {};
  if (wildcardTarget?._resolution?.kind === 'DYNAMIC_DNS') {
    const what = useClientProtocol ? 'useClientProtocol' : `HttpProtocol.${protocol}`;
    throw onlyHttp1(what, { protocol, useClientProtocol });
  }
  if (!useClientProtocol) return { httpProtocol: protocol };
  if (protocol === HttpProtocol.HTTP) return { useClientProtocol };
  throw EgressError.of({
    code: 'EGR0121',
    problem: `useClientProtocol cannot be used with HttpProtocol.${protocol}`,
    got: { protocol, useClientProtocol },
    allowed: 'one of the two: the protocol of the hosts, or that of the application',
    fix: `remove useClientProtocol to call the hosts in ${protocol}, or remove protocol`,
  });
}

/** On a running mesh, the gateway had no cluster for such a wildcard, and refused every request. */
function onlyHttp1(what: string, got: object): EgressError {
  return EgressError.of({
    code: 'EGR0409',
    problem: `${what} cannot be used with WildcardTarget.dynamicDns()`,
    got,
    allowed: 'HTTP/1.1: Envoy accepts no other protocol for names that it resolves for each request',
    fix: "list the hosts, or write WildcardTarget.host('www.example.com') with a host that serves every name",
  });
}

function parseDirectPorts(props: ExternalHttpRouteProps): readonly number[] {
  const { port = 80, directPorts = [], wildcardTarget } = props;
  assertList('directPorts', directPorts, '[443]');
  if (directPorts.length > 0) assertNotDynamicDns(wildcardTarget);
  const read = readEach(directPorts, (number, index) => {
    const what = `directPorts[${index}]`;
    const direct = parseTrafficPort(what, number);
    if (direct === port) throw notDirect({ code: 'EGR0407', what, predicate: 'the port of the route' }, direct);
    if (directPorts.indexOf(number) !== index) {
      throw notDirect({ code: 'EGR0106', what, predicate: 'a port that directPorts repeats' }, direct);
    }
    return direct;
  });
  return [...read].sort((a, b) => a - b);
}

interface Mistake {
  readonly code: 'EGR0106' | 'EGR0407';
  readonly what: string;
  readonly predicate: string;
}

function notDirect({ code, what, predicate }: Mistake, port: number): EgressError {
  return EgressError.of({
    code,
    problem: `${what} cannot be ${predicate}`,
    got: port,
    allowed: 'ports that bypass the gateway, each once',
    fix: `remove ${port} from directPorts`,
  });
}

function parseOrigination(props: ExternalHttpRouteProps, clientTls: ClientTls): TlsOriginationModel | undefined {
  const { tlsOrigination, wildcardTarget, hosts } = props;
  if (tlsOrigination === undefined) return undefined;
  assertInstance('tlsOrigination', tlsOrigination, 'TlsOrigination', 'TlsOrigination.simple()');
  const { _origination: origination } = tlsOrigination;
  if (wildcardTarget !== undefined) throw severalNames('a wildcard', 'wildcardTarget and tlsOrigination');
  if (origination.sni !== undefined && hosts?.length > 1) throw severalNames('several hosts', hosts);
  if (origination.mode === 'MUTUAL') assertMutualTls('TlsOrigination.mutual(...)', clientTls);
  return origination;
}

/** The certificate name to verify would be that of several hosts. */
function severalNames(what: string, got: unknown): EgressError {
  return EgressError.of({
    code: 'EGR0406',
    problem: `tlsOrigination${what === 'a wildcard' ? '' : ' with sni'} cannot be used with ${what}`,
    got,
    allowed: 'one host, whose certificate is verified by name',
    fix:
      what === 'a wildcard' ? 'list the hosts, or use an ExternalTlsRoute' : 'create a route per host, or remove sni',
  });
}

/** Rejects a credential that other servers than the host could receive. */
function parseCredential(props: ExternalHttpRouteProps, clientTls: ClientTls): HttpCredentialModel | undefined {
  const { credential, tlsOrigination } = props;
  if (credential === undefined) return undefined;
  assertInstance('credential', credential, 'HttpCredential', 'HttpCredential.fromSecret({ secretName: "api-token" })');
  assertMutualTls('credential', clientTls);
  // A malformed tlsOrigination is an error of its own.
  const isRead = TlsOrigination.isTlsOrigination(tlsOrigination);
  if (isRead ? tlsOrigination._origination.verify : tlsOrigination !== undefined) return credential._credential;
  throw EgressError.of({
    code: 'EGR0418',
    problem: 'credential needs TLS to the host with verification, so that only the host receives the credential',
    got: isRead ? 'TlsOrigination.dangerouslySkipVerification()' : { tlsOrigination },
    allowed: 'credential with TlsOrigination.simple(...) or TlsOrigination.mutual(...)',
    fix: 'write tlsOrigination: TlsOrigination.simple()',
  });
}
