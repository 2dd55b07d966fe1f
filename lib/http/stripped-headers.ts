import { InputError } from '../input/input-error';
import { refuseToken } from '../input/token';

/**
 * Request headers by which the outside would learn of the mesh. What Istio's proxies add was seen on a running mesh: with mTLS
 * the caller's whole certificate and SPIFFE identity (`x-forwarded-client-cert`), its pod's address, request ids. The rest are
 * what Envoy adds with options that were not on there (Envoy, "HTTP header manipulation"), and what its tracers write.
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

/** Trace contexts: W3C, B3, and those of Envoy's other tracers. Applications send them too; outside they name spans inside. */
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

/** Every request header that the gateway takes away unless a route keeps it, sorted. */
export const EDGE_HEADERS: readonly string[] = [...GATEWAY_ADDS, ...TRACES].sort();

/** Headers by which some servers take another method, path or host than the request's own: past what `allow` says of those. */
const OVERRIDES: readonly string[] = [
  'forwarded',
  'x-envoy-original-method',
  'x-forwarded-method',
  'x-forwarded-path',
  'x-forwarded-prefix',
  'x-forwarded-uri',
  'x-host',
  'x-http-destinationurl',
  'x-http-method',
  'x-http-method-override',
  'x-http-path-override',
  'x-method-override',
  'x-original-host',
  'x-original-method',
  'x-original-path',
  'x-original-uri',
  'x-original-url',
  'x-override-url',
  'x-proxy-url',
  'x-request-uri',
  'x-rewrite-url',
];

/**
 * What is taken away when these are kept.
 *
 * @param narrowed whether methods or paths are looked at, so that a header must not speak of others
 */
export function removedHeaders(kept: readonly string[], narrowed: boolean): readonly string[] {
  const edge = EDGE_HEADERS.filter((header) => !kept.includes(header));
  return narrowed ? [...edge, ...OVERRIDES].sort() : edge;
}

/**
 * Reads the names of headers to keep, in any case; sorted.
 *
 * @throws InputError for a name that stands there twice, or that nothing takes away
 */
export function parseKeptHeaders(values: readonly string[]): readonly string[] {
  refuseToken('keepHeaders', values);
  const refuse = (problem: string, fix: string): never => {
    throw new InputError({ problem, got: values, allowed: EDGE_HEADERS.join(', '), fix });
  };
  if (!Array.isArray(values)) refuse('keepHeaders is not a list', 'write keepHeaders: ["traceparent"]');
  const names = values.map((value) => {
    refuseToken('header', value);
    return String(value).toLowerCase();
  });
  const unknown = names.find((name) => !EDGE_HEADERS.includes(name));
  if (unknown !== undefined) {
    refuse(
      `header "${unknown}" is not taken away`,
      'remove it from keepHeaders: other headers of the request pass anyway',
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(`header ${twice} stands in keepHeaders twice`, 'remove one of the two');
  return names.sort();
}
