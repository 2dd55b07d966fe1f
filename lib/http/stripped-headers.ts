import { didYouMean } from '../input/did-you-mean';
import { EgressError } from '../input/egress-error';
import { parseSet } from '../input/list';
import { assertLiteral } from '../input/token';
import { OVERRIDE_HEADERS } from './override-headers';

/**
 * Request headers that disclose the mesh to an external host. Istio's proxies add some of them by default, as observed on a running
 * mesh: with mTLS the caller's certificate and SPIFFE identity (`x-forwarded-client-cert`), the address of its pod, request ids.
 * Envoy adds the others if options are on (Envoy, "HTTP header manipulation").
 */
const GATEWAY_ADDS: readonly string[] = [
  'x-forwarded-client-cert',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-request-id',
  'x-client-trace-id',
  'x-envoy-attempt-count',
  'x-envoy-decorator-operation',
  'x-envoy-downstream-service-cluster',
  'x-envoy-downstream-service-node',
  'x-envoy-expected-rq-timeout-ms',
  'x-envoy-external-address',
  'x-envoy-internal',
  'x-envoy-ip-tags',
  'x-envoy-is-timeout-retry',
  'x-envoy-original-dst-host',
  'x-envoy-original-path',
  'x-envoy-original-url',
  'x-envoy-peer-metadata',
  'x-envoy-peer-metadata-id',
];

/** Trace contexts: W3C, B3, and those of Envoy's other tracers. Applications also send them. They disclose spans of the mesh. */
const TRACES: readonly string[] = [
  'traceparent',
  'tracestate',
  'baggage',
  'b3',
  'x-b3-flags',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-spanid',
  'x-b3-traceid',
  'grpc-tags-bin',
  'grpc-trace-bin',
  'ot-tracer-sampled',
  'ot-tracer-spanid',
  'ot-tracer-traceid',
  'sw8',
  'sw8-correlation',
  'sw8-x',
  'uber-trace-id',
  'x-amzn-trace-id',
  'x-cloud-trace-context',
  'x-datadog-origin',
  'x-datadog-parent-id',
  'x-datadog-sampling-priority',
  'x-datadog-tags',
  'x-datadog-trace-id',
  'x-ot-span-context',
];

/** Every request header that the gateway removes unless a route keeps it, sorted. */
export const STRIPPED_HEADERS: readonly string[] = [...GATEWAY_ADDS, ...TRACES].sort();

/**
 * Returns the headers that the gateway removes.
 *
 * @param kept headers that a route keeps
 * @param narrowed whether the route restricts methods or paths, so that a header must not replace them
 */
export function headersToStrip(kept: readonly string[], narrowed: boolean): readonly string[] {
  const disclosing = STRIPPED_HEADERS.filter((header) => !kept.includes(header));
  return narrowed ? [...disclosing, ...OVERRIDE_HEADERS].sort() : disclosing;
}

/**
 * Parses the names of headers to keep, in any case. Returns them in lower case, sorted.
 *
 * @throws EgressError if the value is not a list, and for every repeated name or name of a header that the gateway does not remove
 */
export function parseKeptHeaders(values: readonly string[]): readonly string[] {
  return parseSet(values, {
    what: 'keepHeaders',
    parse: parseKeptHeader,
    example: '["traceparent"]',
    allowed: 'a list of header names',
    mayBeEmpty: true,
  });
}

function parseKeptHeader(value: string, what: string): string {
  assertLiteral(what, value);
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  if (STRIPPED_HEADERS.includes(name)) return name;
  const meant = didYouMean(name, STRIPPED_HEADERS);
  throw EgressError.of({
    code: 'EGR0209',
    problem: `${what} must be a header that the gateway removes`,
    got: value,
    allowed: 'headers that describe the mesh, such as traceparent, x-request-id or x-forwarded-for',
    fix: meant === undefined ? `remove ${what}; the gateway forwards other headers` : `write "${meant}"`,
  });
}
