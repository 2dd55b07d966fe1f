import { ApiObject, JsonPatch, Lazy, Testing } from 'cdk8s';
import {
  AccessLog,
  EgressGateway,
  EgressGatewayAttributes,
  EgressTelemetry,
  EgressTelemetryProps,
  GatewayWorkload,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, only, stderrOfEachTest } from '../help';

stderrOfEachTest();

function telemetry(props: Partial<EgressTelemetryProps> = {}, attrs: EgressGatewayAttributes = {}) {
  const chart = newChart('team');
  const gateway = EgressGateway.fromExisting(chart, 'gateway', attrs);
  return { chart, made: new EgressTelemetry(chart, 'log', { gateway, ...props }) };
}

describe('AccessLog', () => {
  test.each<[string, AccessLog, string]>([
    ['TEXT is what every Istio has', AccessLog.TEXT, 'envoy'],
    ['JSON is what the overlay brings', AccessLog.JSON, 'egress-json'],
    ['of yours goes by its name', AccessLog.provider('otel-als'), 'otel-als'],
  ])('%s', (_, log, provider) => {
    expect([log.provider, log.toString()]).toEqual([provider, provider]);
  });

  test.each<[string, unknown, RegExp]>([
    ['an empty name', '', /^provider is not a name: got ""/],
    ['a name with a blank', 'my log', /^provider is not .* got "my log"/],
    ['nothing', undefined, /^provider is not .* got undefined/],
    ['a token', Lazy.any({ produce: () => 'x' }), /^provider is a token/],
  ])('refuses %s', (_, name, problem) => {
    const message = messageOf(() => AccessLog.provider(name as string));
    expect(message).toMatch(problem);
    expect(fixIn(message)).not.toBe('');
  });
});

describe('EgressTelemetry', () => {
  test("writes one Telemetry beside the gateway's pods, for those alone, as text by default", () => {
    const { chart } = telemetry();
    expect(manifestsOf(chart)).toEqual([
      {
        apiVersion: 'telemetry.istio.io/v1',
        kind: 'Telemetry',
        metadata: { name: 'egress-access-log-istio-egressgateway', namespace: 'istio-system' },
        spec: {
          selector: { matchLabels: { istio: 'egressgateway' } },
          accessLogging: [{ providers: [{ name: 'envoy' }] }],
        },
      },
    ]);
  });

  test.each<[AccessLog | undefined, string]>([
    [undefined, 'envoy'],
    [AccessLog.TEXT, 'envoy'],
    [AccessLog.JSON, 'egress-json'],
    [AccessLog.provider('mine'), 'mine'],
  ])('writes through the provider of %s', (accessLog, name) => {
    const { chart } = telemetry({ accessLog });
    expect(only(chart, 'Telemetry').spec?.['accessLogging']).toEqual([{ providers: [{ name }] }]);
  });

  test("follows the gateway's namespace, Service, selector and metadata", () => {
    const { chart } = telemetry(
      {},
      {
        namespace: 'istio-egress',
        serviceName: 'x'.repeat(63),
        selector: { istio: 'mine' },
        metadata: { labels: { team: 'net' }, annotations: { note: 'x' } },
      },
    );
    const { metadata, spec } = only(chart, 'Telemetry');
    expect(metadata).toMatchObject({
      namespace: 'istio-egress',
      labels: { team: 'net' },
      annotations: { note: 'x' },
    });
    expect(metadata.name).toMatch(/^egress-access-log-x+---[0-9a-f]{10}$/);
    expect(metadata.name).toHaveLength(63);
    expect(spec?.['selector']).toEqual({ matchLabels: { istio: 'mine' } });
  });

  test('comes behind the Namespace of the gateway, which another description creates later', () => {
    const { chart } = telemetry({}, { namespace: 'istio-egress' });
    const workload = GatewayWorkload.deployment({ createNamespace: true });
    new EgressGateway(chart, 'made', { namespace: 'istio-egress', workload });
    const kinds = manifestsOf(chart).map(({ kind }) => kind);
    expect(kinds[0]).toBe('Namespace');
    expect(kinds).toContain('Telemetry');
  });

  test('holds its object, and takes any patch of it', () => {
    const { chart, made } = telemetry();
    expect(made.node.defaultChild).toBe(made.telemetry);
    ApiObject.of(made).addJsonPatch(JsonPatch.add('/spec/tracing', [{ newField: 1 }]));
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'Telemetry', spec: { tracing: [{ newField: 1 }] } }]);
  });

  test('may be made for each of several gateways', () => {
    const { chart } = telemetry();
    const gateway = EgressGateway.fromExisting(chart, 'b', { serviceName: 'b', selector: { istio: 'b' } });
    new EgressTelemetry(chart, 'other', { gateway, accessLog: AccessLog.JSON });
    expect(manifestsOf(chart).map(({ metadata }) => metadata.name)).toEqual([
      'egress-access-log-istio-egressgateway',
      'egress-access-log-b',
    ]);
  });

  // Nothing in lib/telemetry/egress-telemetry.ts looks for another one, as EgressSidecar and EgressLockdownPolicy do.
  test('must not be made twice for one gateway: the two objects have one name', () => {
    const { chart, made } = telemetry();
    const gateway = EgressGateway.fromExisting(chart, 'again');
    const message = messageOf(() => new EgressTelemetry(chart, 'other', { gateway, accessLog: AccessLog.JSON }));
    expect(message).toMatch(/^\[chart\/other\] /);
    expect(message).toContain(made.node.path);
  });

  test('refuses the gateway of another app, which is another mesh', () => {
    const message = messageOf(() => telemetry({ gateway: EgressGateway.fromExisting(newChart(), 'theirs') }));
    expect(message).toMatch(/^\[chart\/log\] gateway belongs to another app: got "chart\/theirs"; /);
    expect(fixIn(message)).toMatch(/^describe it in this app: EgressGateway\.fromExisting/);
  });

  test.each<[string, object, RegExp, RegExp]>([
    ['a name', { accessLog: 'JSON' }, /accessLog is missing or of another kind: got "JSON"/, /AccessLog\.TEXT, Acc/],
    ['null', { accessLog: null }, /accessLog is missing or of another kind: got null/, /^write accessLog: AccessLog/],
    ['no gateway', { gateway: undefined }, /gateway is missing or of another kind: got undefined/, /^write gateway: /],
    ['a name of a gateway', { gateway: 'egress' }, /gateway is missing .*got "egress"/, /fromExisting/],
  ])('refuses %s, which JavaScript lets through', (_, props, problem, fix) => {
    const message = messageOf(() => telemetry(props));
    expect(message).toMatch(/^\[chart\/log\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });
});
