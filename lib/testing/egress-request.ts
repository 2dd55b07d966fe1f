import { isWithin } from '../audit/model/hosts';
import { readMesh } from '../audit/model/mesh';
import { declaredRequests } from '../audit/way/declared';
import { canonicalText } from '../network/address-range';
import { protocolAt, Question } from '../audit/answer/question';
import { assertBoolean } from '../input/boolean';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { parseDnsLabel, parseDnsSubdomain } from '../input/kubernetes-name';
import { assertLabels } from '../input/labels';
import { parsePort } from '../input/port';
import { assertKnownProperties, PropertyNames, REQUIRED } from '../input/properties';
import { assertText } from '../input/text';
import { AUDIT_OPTIONS, AuditOptions } from './audit-options';
import { RequestProtocol } from './request-protocol';
import { Subject } from './subject';
import { hostPort } from '../audit/model/host-port';

/** A request, for the matchers `toRouteThroughGateway` and `toDeny`. */
export interface EgressRequest extends AuditOptions {
  /** The caller: a namespace, or a service account such as `payments/api`. */
  readonly from: string;
  /**
   * The protocol that the caller speaks.
   * @default - the protocol of the ServiceEntry that declares the host and port; without one, TLS for port 443, HTTP for port 80, else TCP
   */
  readonly protocol?: RequestProtocol | undefined;
  /**
   * The labels of the caller's pod.
   * @default - none that a selector of the manifests names
   */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /**
   * Whether the caller's pod has a sidecar.
   * @default true
   */
  readonly sidecar?: boolean | undefined;
  /**
   * The method of an HTTP request.
   * @default - no method is assumed
   */
  readonly method?: string | undefined;
  /**
   * The path of an HTTP request.
   * @default - no path is assumed
   */
  readonly path?: string | undefined;
}

/** A request through a gateway, for the matcher `toRouteThroughGateway`. */
export interface RoutedRequest extends EgressRequest {
  /**
   * The Service of the gateway: `istio-egress/egress`.
   * @default - any gateway
   */
  readonly gateway?: string | undefined;
}

const PROPERTIES: PropertyNames<EgressRequest> = {
  from: true,
  protocol: true,
  labels: true,
  sidecar: true,
  method: true,
  path: true,
  ...AUDIT_OPTIONS,
};

const HINTS = { from: REQUIRED, source: 'from', serviceAccount: 'from', hasSidecar: 'sidecar' };

/**
 * Checks the arguments of `toDeny`.
 *
 * @throws EgressError for an unknown property, and for malformed arguments
 */
export function assertRequest(host: string, port: number, request: EgressRequest): void {
  assertKnownProperties('toDeny', request, PROPERTIES, HINTS);
  assertArguments(host, port, request);
}

/**
 * Checks the arguments of `toRouteThroughGateway`.
 *
 * @throws EgressError for an unknown property, and for malformed arguments
 */
export function assertRoutedRequest(host: string, port: number, request: RoutedRequest): void {
  const properties: PropertyNames<RoutedRequest> = { ...PROPERTIES, gateway: true };
  assertKnownProperties('toRouteThroughGateway', request, properties, HINTS);
  assertArguments(host, port, request);
  if (request.gateway !== undefined) readPair('gateway', request.gateway, 'istio-egress/egress', 2);
}

function assertArguments(host: string, port: number, request: EgressRequest): void {
  const { from, protocol, labels, sidecar, method, path } = request;
  readAll({
    host: () => assertHost(host),
    port: () => parsePort('port', port),
    from: () => readPair('from', from, 'payments/api', 1),
    protocol: () => protocol === undefined || assertEnum('protocol', protocol, 'RequestProtocol', RequestProtocol),
    labels: () => assertLabels('labels', labels),
    sidecar: () => assertBoolean('sidecar', sidecar),
    method: () => method === undefined || assertText('method', method, 'GET'),
    path: () => path === undefined || assertText('path', path, '/politics'),
  });
}

function assertHost(host: string): void {
  if (typeof host === 'string' && host !== '' && !/[/\s]/.test(host)) return;
  const fix = `write ${JSON.stringify(/^\w+:\/\/([^/:]+)/.exec(String(host))?.[1] ?? 'api.example.com')}`;
  throw EgressError.of({ code: 'EGR0201', problem: 'host must be a name or an address', got: host, ...HOST, fix });
}

const HOST = { allowed: 'a DNS name such as "api.example.com", a wildcard such as "*.example.com", or an IP address' };

/** Returns the two names of `NAMESPACE/NAME`. */
function readPair(what: string, value: string, example: string, least: number): readonly [string, string?] {
  const [namespace = '', name, ...more] = typeof value === 'string' ? value.split('/') : [];
  if (typeof value !== 'string' || more.length > 0 || (least === 2 && name === undefined)) {
    const allowed = least === 2 ? `NAMESPACE/NAME` : `NAMESPACE or NAMESPACE/SERVICEACCOUNT`;
    const fix = `write ${what}: '${example}'`;
    throw EgressError.of({ code: 'EGR0103', problem: `${what} must be names`, got: value, allowed, fix });
  }
  parseDnsLabel(what, namespace);
  if (name !== undefined) parseDnsSubdomain(what, name);
  return [namespace, name];
}

/**
 * Returns the question that a request asks.
 *
 * @throws EgressError if the manifests declare several protocols for the port, and the request names none, and for a method or a path of a
 * request whose protocol is not HTTP
 */
export function toQuestion(subject: Subject, host: string, port: number, request: EgressRequest): Question {
  const { from, labels, sidecar: hasSidecar = true, method, path } = request;
  const [namespace, serviceAccount] = readPair('from', from, 'payments/api', 1);
  const protocol = request.protocol ?? protocolOf(subject, host, port);
  if (protocol !== 'http') refuseHttpOptions(protocol, request);
  const caller = { namespace, serviceAccount, labels, hasSidecar };
  return { caller, host: canonicalText(host.toLowerCase()), port, protocol, method, path };
}

function refuseHttpOptions(protocol: Question['protocol'], request: EgressRequest): void {
  for (const name of ['method', 'path'] as const) {
    if (request[name] === undefined) continue;
    throw EgressError.of({
      code: 'EGR0103',
      problem: `${name} must not be set for the protocol ${protocol}, in which no proxy reads the ${name}`,
      got: request[name],
      allowed: `${name} of requests with RequestProtocol.HTTP`,
      fix: `remove ${name}, or write protocol: RequestProtocol.HTTP`,
    });
  }
}

function protocolOf({ manifests, settings }: Subject, host: string, port: number): Question['protocol'] {
  const asked = declaredRequests(readMesh(manifests, settings));
  const declared = asked.filter((each) => each.port === port && isWithin(host, each.host));
  const protocols = [...new Set(declared.map(({ protocol }) => protocol))];
  if (protocols.length > 1) {
    throw EgressError.of({
      code: 'EGR0103',
      problem: `protocol must be set: ServiceEntries declare several protocols for ${hostPort(host, port)}`,
      got: undefined,
      allowed: protocols.join(', '),
      fix: `write protocol: RequestProtocol.${protocols[0]?.toUpperCase()}`,
    });
  }
  return protocols[0] ?? protocolAt(port);
}
