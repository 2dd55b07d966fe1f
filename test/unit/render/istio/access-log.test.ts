import { accessLogSpec, JSON_PROVIDER, jsonProvider, TEXT_PROVIDER } from '../../../../lib/render/istio/access-log';
import { FACTS } from '../../help';

interface Provider {
  readonly name: string;
  readonly envoyFileAccessLog: {
    readonly path: string;
    readonly logFormat: { readonly labels: Readonly<Record<string, string>> };
  };
}

describe('the Telemetry of a gateway', () => {
  test("makes the gateway's pods write through the provider, and no others", () => {
    expect(accessLogSpec({ ...FACTS, selector: { istio: 'mine' } }, 'x')).toEqual({
      selector: { matchLabels: { istio: 'mine' } },
      accessLogging: [{ providers: [{ name: 'x' }] }],
    });
  });
});

describe('the providers', () => {
  test('have names of their own; that of the text is the one which every Istio has', () => {
    expect([TEXT_PROVIDER, JSON_PROVIDER]).toEqual(['envoy', 'egress-json']);
  });

  const { name, envoyFileAccessLog } = jsonProvider() as Provider;

  test('of JSON is called as the Telemetry asks for it, and writes labels to standard output', () => {
    expect(name).toBe(JSON_PROVIDER);
    expect(envoyFileAccessLog.path).toBe('/dev/stdout');
    expect(Object.keys(envoyFileAccessLog.logFormat)).toEqual(['labels']);
  });

  test.each([
    ['who called', 'source_principal', '%DOWNSTREAM_PEER_URI_SAN%'],
    ['the SNI', 'requested_server_name', '%REQUESTED_SERVER_NAME%'],
    ['the host', 'authority', '%REQ(:AUTHORITY)%'],
    ['the method', 'method', '%REQ(:METHOD)%'],
    ['the path that was asked for', 'path', '%REQ(:PATH)%'],
    ['the answer', 'response_code', '%RESPONSE_CODE%'],
    ['why it was refused', 'response_code_details', '%RESPONSE_CODE_DETAILS%'],
    ['why a connection was cut', 'connection_termination_details', '%CONNECTION_TERMINATION_DETAILS%'],
    ['where it went', 'upstream_cluster', '%UPSTREAM_CLUSTER_RAW%'],
    ['the address that it went to', 'upstream_host', '%UPSTREAM_HOST%'],
    ['why TLS to the host failed', 'upstream_transport_failure_reason', '%UPSTREAM_TRANSPORT_FAILURE_REASON%'],
    ['why its TLS failed', 'downstream_transport_failure_reason', '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%'],
    ['when', 'start_time', '%START_TIME%'],
  ])('of JSON tells %s', (_, label, operator) => {
    expect(envoyFileAccessLog.logFormat.labels[label]).toBe(operator);
  });

  test('of JSON writes nothing but operators of Envoy, each under one label', () => {
    const operators = Object.values(envoyFileAccessLog.logFormat.labels);
    expect(operators.filter((operator) => !/^%[A-Z_]+(\([A-Z:?-]+\))?%$/.test(operator))).toEqual([]);
    expect(new Set(operators).size).toBe(operators.length);
  });

  test('are made anew each time, so that nobody changes that of another', () => {
    const changed = jsonProvider() as { envoyFileAccessLog: { logFormat: { labels: Record<string, string> } } };
    changed.envoyFileAccessLog.logFormat.labels['method'] = 'x';
    expect(jsonProvider()).not.toEqual(changed);
  });
});
