import { refuseAnonymous } from '../gateway/refuse-anonymous';
import { parseKeptHeaders } from '../http/stripped-headers';
import { ClaimedPort } from '../mesh/external-host';
import { InputError } from '../input/input-error';
import { parseTrafficPort } from '../input/port';
import { required } from '../input/instance';
import { ExternalHttpRouteProps } from './external-http-route-props';
import { refuseDynamic } from './refuse-dynamic';
import { TlsOrigination } from './tls-origination';

/**
 * The ports that a route with these properties claims of each host.
 *
 * @throws InputError for a malformed port, for one that stands there twice, and for what excludes TLS to the host or around
 * the gateway
 */
export function readHttpPorts(props: ExternalHttpRouteProps): readonly ClaimedPort[] {
  const port = readHttpPort(props);
  const { directPorts = [], keepHeaders = [] } = props;
  required('directPorts', Array.isArray(directPorts), directPorts, '[443]');
  const direct = directPorts.map((number) => parseTrafficPort('direct port', number));
  const twice = direct.find((number, index) => number === port || direct.indexOf(number) !== index);
  if (twice !== undefined) {
    throw new InputError({
      problem: `direct port ${twice} ${twice === port ? "is the route's own port" : 'stands in directPorts twice'}`,
      got: props.directPorts,
      allowed: 'ports that the route does not take through the gateway, each once',
      fix: `remove ${twice} from directPorts`,
    });
  }
  if (direct.length > 0) refuseDynamic('a route with directPorts', props.wildcardTarget);
  const origination = readOrigination(props.tlsOrigination);
  if (origination && props.wildcardTarget) refuseWildcardOrigination();
  if (origination?.mode === 'MUTUAL') refuseAnonymous(props.gateway.clientTls);
  if (origination?.sni !== undefined) refuseSharedSni(origination.sni, props.hosts);
  const keptHeaders = parseKeptHeaders(keepHeaders);
  return [
    { number: port, protocol: 'HTTP', way: 'gateway', keptHeaders, ...(origination && { origination }) },
    ...direct.map((number) => ({ number, protocol: 'HTTPS' as const, way: 'direct' as const })),
  ];
}

/**
 * Plain HTTP on port 443 is a mistake: a sidecar takes TLS that comes there for no request of the route, and lets it go directly.
 *
 * @throws InputError
 */
function readHttpPort({ port = 80, tlsOrigination }: ExternalHttpRouteProps): number {
  if (port !== 443) return parseTrafficPort('port', port);
  throw new InputError({
    problem: 'plain http on port 443',
    got: port,
    allowed: 'the port where applications speak plain http: tls that they send there would go around the gateway',
    fix: tlsOrigination
      ? 'leave port out, and call http://; the port of the host is TlsOrigination.simple({ port: 443 })'
      : 'use an ExternalTlsRoute for applications that speak tls themselves',
  });
}

/**
 * One SNI for several hosts would take the certificate of one for all of them.
 *
 * @throws InputError
 */
function refuseSharedSni(sni: string, hosts: readonly string[]): void {
  if (hosts.length < 2) return;
  throw new InputError({
    problem: `sni ${sni} for several hosts`,
    got: hosts,
    allowed: 'one host on a route whose tlsOrigination has an sni: the certificate of one would be taken for all',
    fix: 'write a route per host, or leave sni out',
  });
}

function readOrigination(value: TlsOrigination | undefined): ClaimedPort['origination'] {
  const sound = value === undefined || value instanceof TlsOrigination;
  required('tlsOrigination', sound, value, 'TlsOrigination.simple() or TlsOrigination.mutual({ ... })');
  return value?._origination;
}

/**
 * The names to verify would be those of every host below the domain.
 *
 * @throws InputError
 */
function refuseWildcardOrigination(): never {
  throw new InputError({
    problem: 'tlsOrigination with a wildcard',
    got: 'wildcardTarget and tlsOrigination',
    allowed: 'tlsOrigination of single hosts, whose certificates are checked by name',
    fix: 'list the hosts, or use an ExternalTlsRoute for applications that speak tls themselves',
  });
}
