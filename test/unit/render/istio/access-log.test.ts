import { accessLogSpec, JSON_PROVIDER, jsonProvider, TEXT_PROVIDER } from '../../../../lib/render/istio/access-log';
import { GATEWAY } from '../../help';

interface Provider {
  readonly name: string;
  readonly envoyFileAccessLog: {
    readonly path: string;
    readonly logFormat: { readonly labels: Readonly<Record<string, string>> };
  };
}

describe('the Telemetry of a gateway', () => {
  test("makes the gateway's pods, and no other pods, use the provider", () => {
    expect(accessLogSpec({ ...GATEWAY, selector: { istio: 'mine' } }, 'x')).toEqual({
      selector: { matchLabels: { istio: 'mine' } },
      accessLogging: [{ providers: [{ name: 'x' }] }],
    });
  });
});

describe('the log providers', () => {
  test('are envoy, which every Istio has, and egress-json', () => {
    expect([TEXT_PROVIDER, JSON_PROVIDER]).toEqual(['envoy', 'egress-json']);
  });

  const { name, envoyFileAccessLog } = jsonProvider() as Provider;

  test('write JSON labels to standard output under the name that the Telemetry refers to', () => {
    expect(name).toBe(JSON_PROVIDER);
    expect(envoyFileAccessLog.path).toBe('/dev/stdout');
    expect(Object.keys(envoyFileAccessLog.logFormat)).toEqual(['labels']);
  });

  test.each([
    ['the identity of the caller', 'source_principal', '%DOWNSTREAM_PEER_URI_SAN%'],
    ['the SNI', 'requested_server_name', '%REQUESTED_SERVER_NAME%'],
    ['the host', 'authority', '%REQ(:AUTHORITY)%'],
    ['the method', 'method', '%REQ(:METHOD)%'],
    ['the path', 'path', '%REQ(:PATH)%'],
    ['the status', 'response_code', '%RESPONSE_CODE%'],
    ['the reason of a rejection', 'response_code_details', '%RESPONSE_CODE_DETAILS%'],
    ['the reason of a closed connection', 'connection_termination_details', '%CONNECTION_TERMINATION_DETAILS%'],
    ['the cluster of the host', 'upstream_cluster', '%UPSTREAM_CLUSTER_RAW%'],
    ['the address of the host', 'upstream_host', '%UPSTREAM_HOST%'],
    ['the TLS error of the host', 'upstream_transport_failure_reason', '%UPSTREAM_TRANSPORT_FAILURE_REASON%'],
    ['the TLS error of the caller', 'downstream_transport_failure_reason', '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%'],
    ['the time', 'start_time', '%START_TIME%'],
  ])('log %s as JSON', (_, label, operator) => {
    expect(envoyFileAccessLog.logFormat.labels[label]).toBe(operator);
  });

  test('log operators of Envoy only, each under one label', () => {
    const operators = Object.values(envoyFileAccessLog.logFormat.labels);
    expect(operators.filter((operator) => !/^%[A-Z_]+(\([A-Z:?-]+\))?%$/.test(operator))).toEqual([]);
    expect(new Set(operators).size).toBe(operators.length);
  });

  test('are a new object for each call', () => {
    const changed = jsonProvider() as { envoyFileAccessLog: { logFormat: { labels: Record<string, string> } } };
    changed.envoyFileAccessLog.logFormat.labels['method'] = 'x';
    expect(jsonProvider()).not.toEqual(changed);
  });
});
