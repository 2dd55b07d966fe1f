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
import { findingOf, findingsOf } from '../input/findings';
import { foundAtSynthesis, got } from '../synthesis';

stderrOfEachTest();

function telemetry(props: Partial<EgressTelemetryProps> = {}, attrs: EgressGatewayAttributes = {}) {
  const chart = newChart('team');
  const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', attrs);
  return { chart, made: new EgressTelemetry(chart, 'log', { gateway, ...props }) };
}

describe('AccessLog', () => {
  test.each<[string, AccessLog, string]>([
    ['TEXT uses the provider of every installation of Istio', AccessLog.TEXT, 'envoy'],
    ['JSON uses the provider of the install overlay', AccessLog.JSON, 'egress-json'],
    ['provider(name) uses the named provider', AccessLog.provider('otel-als'), 'otel-als'],
  ])('AccessLog.%s', (_, log, provider) => {
    expect([log.providerName, log.toString()]).toEqual([provider, provider]);
  });

  test.each<[string, unknown, string]>([
    ['an empty name', '', 'EGR0116'],
    ['a name with a blank', 'my log', 'EGR0116'],
    ['undefined', undefined, 'EGR0116'],
    ['a token', Lazy.any({ produce: () => 'x' }), 'EGR0108'],
  ])('AccessLog.provider rejects %s', (_, name, code) => {
    const finding = findingOf(() => AccessLog.provider(name as string));
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(/^AccessLog.provider: provider must be /);
  });
});

describe('EgressTelemetry', () => {
  test("EgressTelemetry writes one Telemetry for the gateway's pods only, as text by default", () => {
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
  ])('EgressTelemetry writes the provider of %s', (accessLog, name) => {
    const { chart } = telemetry({ accessLog });
    expect(only(chart, 'Telemetry').spec?.['accessLogging']).toEqual([{ providers: [{ name }] }]);
  });

  test("EgressTelemetry has the gateway's namespace, Service, selector and metadata", () => {
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

  test('EgressTelemetry is written after the Namespace of the gateway, even if the Namespace is declared later', () => {
    const { chart } = telemetry({}, { namespace: 'istio-egress' });
    const workload = GatewayWorkload.deployment({ createNamespace: true });
    new EgressGateway(chart, 'made', { namespace: 'istio-egress', workload });
    const kinds = manifestsOf(chart).map(({ kind }) => kind);
    expect(kinds[0]).toBe('Namespace');
    expect(kinds).toContain('Telemetry');
  });

  test('EgressTelemetry exposes its object, and a JSON patch may set any field', () => {
    const { chart, made } = telemetry();
    expect(made.node.defaultChild).toBe(made.telemetry);
    ApiObject.of(made).addJsonPatch(JsonPatch.add('/spec/tracing', [{ newField: 1 }]));
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'Telemetry', spec: { tracing: [{ newField: 1 }] } }]);
  });

  test('each of several gateways may have an EgressTelemetry', () => {
    const { chart } = telemetry();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'b', {
      serviceName: 'b',
      selector: { istio: 'b' },
    });
    new EgressTelemetry(chart, 'other', { gateway, accessLog: AccessLog.JSON });
    expect(manifestsOf(chart).map(({ metadata }) => metadata.name)).toEqual([
      'egress-access-log-istio-egressgateway',
      'egress-access-log-b',
    ]);
  });

  test('two EgressTelemetry for one gateway are an error at synthesis that names both', () => {
    const { chart } = telemetry();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'again');
    new EgressTelemetry(chart, 'other', { gateway, accessLog: AccessLog.JSON });
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^EGR1208: \[chart\/other\] gateway istio-system\/istio-egressgateway cannot have two EgressTelemetry /,
    );
    expect(got(message)).toEqual({ constructs: ['chart/log', 'chart/other'] });
  });

  test('EgressTelemetry may be created for a gateway that another app owns', () => {
    expect(foundAtSynthesis(telemetry().chart)).toEqual([]);
  });

  test('EgressTelemetry rejects a gateway of another app, which is another mesh', () => {
    const theirs = EgressGateway.fromEgressGatewayAttributes(newChart(), 'theirs');
    const message = messageOf(() => telemetry({ gateway: theirs }));
    expect(message).toMatch(/^EGR0301: \[chart\/log\] gateway must belong to the same app: got "chart\/theirs"; /);
    expect(fixIn(message)).toContain('EgressGateway.fromEgressGatewayAttributes');
  });

  test.each<[string, object, RegExp, RegExp]>([
    ['a text as access log', { accessLog: 'JSON' }, /accessLog must be an AccessLog: got "JSON"/, /AccessLog\.JSON/],
    [
      'undefined as gateway',
      { gateway: undefined },
      /gateway must be an EgressGateway: got undefined/,
      /^write gateway: /,
    ],
    ['a text as gateway', { gateway: 'egress' }, /gateway must be an EgressGateway: got "egress"/, /new EgressGateway/],
  ])('EgressTelemetry rejects %s', (_, props, problem, fix) => {
    const message = messageOf(() => telemetry(props));
    expect(message).toMatch(/^EGR0103: \[chart\/log\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('EgressTelemetry names every malformed and every unknown property in one error', () => {
    const props = { gateway: 'egress', accessLog: 'JSON', acessLog: 'TEXT' } as never;
    const findings = findingsOf(() => new EgressTelemetry(newChart(), 'log', props));
    expect(findings.map(({ code }) => code)).toEqual(['EGR0101', 'EGR0103', 'EGR0103']);
  });
});
