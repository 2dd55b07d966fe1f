/** The escape hatch escapes: whatever a user patches reaches the manifest, for every kind, through the handles. */
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  OutboundTrafficPolicy,
  TlsOrigination,
  TlsVersion,
} from '../../lib';
import { Manifest } from '../support/trace';

function allOf(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
}

function everything() {
  const chart = new Chart(new App(), 'egress', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', {
    namespace: 'istio-egress',
    workload: GatewayWorkload.deployment({ createNamespace: true, readSecrets: true }),
  });
  const allowFrom = [EgressSource.namespace('team')];
  const http = new ExternalHttpRoute(chart, 'http', {
    gateway,
    hosts: ['a.example.com', 'b.example.com'],
    tlsOrigination: TlsOrigination.mutual({ credentialName: 'client', minProtocolVersion: TlsVersion.TLS_1_3 }),
    allowFrom,
  });
  const tls = new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.example.com'], allowFrom });
  const lockdown = new EgressLockdownPolicy(chart, 'lockdown', {
    gateway,
    namespaces: ['team'],
    createNamespaces: true,
  });
  const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway);
  const sidecar = new EgressSidecar(chart, 'sidecar', { namespaces: ['team'], outboundTrafficPolicy });
  const telemetry = new EgressTelemetry(chart, 'telemetry', { gateway });
  return { chart, gateway, http, tls, lockdown, sidecar, telemetry };
}

/** What a route writes per host, and what its sources and its TLS from the gateway on ask for; each belongs to the gateway. */
const OF_GATEWAY = ['AuthorizationPolicy', 'EnvoyFilter', 'DestinationRule', 'Gateway'];
const WORKLOAD = [
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'Service',
  'Deployment',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
];

const KINDS = [
  ...OF_GATEWAY,
  'VirtualService',
  'ServiceEntry',
  'NetworkPolicy',
  'Namespace',
  'Sidecar',
  'Telemetry',
  ...WORKLOAD,
];

/** Constructs are compared by path: printing the difference of two trees would take forever. */
function paths(objects: readonly ApiObject[]): string[] {
  return objects.map((object) => object.node.path);
}

it.each(KINDS)('a patch with a field unknown to every generated type reaches the manifest of a %s', (kind) => {
  const { chart } = everything();
  const objects = allOf(chart).filter((object) => object.kind === kind);
  expect(objects.length).toBeGreaterThan(0);
  for (const object of objects) object.addJsonPatch(JsonPatch.add('/futureField', { deep: [1] }));
  const manifests = (chart.toJson() as Manifest[]).filter((manifest) => manifest.kind === kind);
  expect(manifests).toHaveLength(objects.length);
  for (const manifest of manifests) expect(manifest).toMatchObject({ futureField: { deep: [1] } });
});

it('the list of kinds above is complete', () => {
  const { chart } = everything();
  expect(new Set(allOf(chart).map(({ kind }) => kind))).toEqual(new Set(KINDS));
});

it('a patch inside the spec lands beside what the library wrote', () => {
  const { chart, http } = everything();
  ApiObject.of(http).addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '5s'));
  const route = (chart.toJson() as Manifest[]).find(({ metadata }) => metadata.name === 'egress-route-a-example-com');
  expect(route?.spec).toMatchObject({ http: [{ timeout: '5s', match: [{ gateways: ['mesh'] }] }, {}] });
});

describe('a patch through a handle lands beside what the library wrote of', () => {
  type Everything = ReturnType<typeof everything>;
  const from = (principal: string) => ({ from: [{ source: { principals: [principal] } }] });

  it.each<[string, (made: Everything) => ApiObject | undefined, JsonPatch, string, object]>([
    [
      'the policy of a host',
      ({ http }) => http.authorizationPolicies[0],
      JsonPatch.add('/spec/rules/-', from('x/*')),
      'egress-allow-a-example-com',
      { spec: { action: 'ALLOW', rules: [{}, {}, from('x/*')] } },
    ],
    [
      'the policy that denies the rest',
      ({ gateway }) => gateway.denyPolicy,
      JsonPatch.add('/spec/rules', [from('x/*')]),
      'egress-deny-istio-egressgateway',
      { spec: { action: 'ALLOW', rules: [from('x/*')] } },
    ],
    [
      'TLS from the gateway on',
      ({ http }) => http.originationRules[0],
      JsonPatch.add('/spec/trafficPolicy/portLevelSettings/0/connectionPool', { tcp: { maxConnections: 1 } }),
      'egress-origination-a-example-com',
      {
        spec: {
          trafficPolicy: {
            portLevelSettings: [{ port: { number: 80 }, tls: {}, connectionPool: { tcp: { maxConnections: 1 } } }],
          },
        },
      },
    ],
    [
      'its least version',
      ({ http }) => http.envoyFilters[0],
      JsonPatch.add('/spec/priority', 10),
      'egress-tls-a-example-com',
      { spec: { priority: 10, configPatches: [{ applyTo: 'CLUSTER' }] } },
    ],
    [
      'the right to read secrets',
      ({ gateway }) => gateway.objects.find(({ kind }) => kind === 'Role'),
      JsonPatch.add('/rules/0/resourceNames', ['client']),
      'istio-egressgateway',
      { rules: [{ resources: ['secrets'], resourceNames: ['client'] }] },
    ],
    [
      'the server for what strict sidecars do not know',
      ({ gateway }) => gateway.undeclaredObjects.find(({ kind }) => kind === 'Gateway'),
      JsonPatch.add('/spec/servers/0/tls/minProtocolVersion', 'TLSV1_3'),
      'egress-undeclared-istio-egressgateway',
      { spec: { servers: [{ tls: { mode: 'ISTIO_MUTUAL', minProtocolVersion: 'TLSV1_3' } }, {}] } },
    ],
    [
      'what strict sidecars do with HTTP',
      ({ sidecar }) => sidecar.envoyFilters[0],
      JsonPatch.add('/spec/priority', 10),
      'egress-strict-team',
      { spec: { priority: 10, configPatches: [{ applyTo: 'HTTP_ROUTE' }] } },
    ],
    [
      'the access log',
      ({ telemetry }) => ApiObject.of(telemetry),
      JsonPatch.add('/spec/accessLogging/0/filter', { expression: 'response.code >= 400' }),
      'egress-access-log-istio-egressgateway',
      {
        spec: {
          accessLogging: [{ providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400' } }],
        },
      },
    ],
    [
      'a sidecar',
      ({ sidecar }) => ApiObject.of(sidecar),
      JsonPatch.add('/spec/egress/0/hosts/-', 'zoo/*'),
      'egress-sidecar-team',
      { spec: { egress: [{ hosts: expect.arrayContaining(['./*', 'default/a.example.com', 'zoo/*']) as unknown }] } },
    ],
  ])('%s', (_, handle, patch, name, expected) => {
    const made = everything();
    const object = handle(made);
    object?.addJsonPatch(patch);
    const manifest = (made.chart.toJson() as Manifest[]).find(
      ({ kind, metadata }) => kind === object?.kind && metadata.name === name,
    );
    expect(manifest).toMatchObject(expected);
  });
});

it('every object can be reached through the handles of the constructs', () => {
  const { chart, gateway, http, tls, lockdown, sidecar, telemetry } = everything();
  const handles = [
    gateway.objects,
    gateway.denyPolicy ?? [],
    gateway.undeclaredObjects,
    http.objects,
    tls.objects,
    lockdown.networkPolicies,
    lockdown.namespaceObjects,
    sidecar.sidecars,
    sidecar.envoyFilters,
    telemetry.telemetry,
  ].flat();
  expect(new Set(paths(handles))).toEqual(new Set(paths(allOf(chart))));
});

it('the objects of a route are those of its handles by kind, and no other', () => {
  const { http } = everything();
  const byKind = [
    http.authorizationPolicies,
    http.envoyFilters,
    http.originationRules,
    http.destinationRules,
    http.gatewayObjects,
    http.virtualServices,
    http.serviceEntries,
  ];
  expect(byKind.map(({ length }) => length)).toEqual(byKind.map(() => 2));
  expect(paths(byKind.flat()).sort()).toEqual(paths(http.objects).sort());
  expect(new Set(paths(http.objects)).size).toBe(http.objects.length);
});

it('two routes of one host hold the same objects, and defaultChild is the one that people patch', () => {
  const { gateway, http, tls, lockdown, sidecar, telemetry } = everything();
  expect(paths(tls.objects)).toEqual(paths(http.objects.slice(0, 7)));
  const handles = [
    ...[http.serviceEntries, http.gatewayObjects, http.destinationRules, http.virtualServices],
    ...[http.authorizationPolicies, http.originationRules, http.envoyFilters],
  ];
  for (const handle of handles) {
    expect(handle.map(({ name }) => name.replace(/^.*(?=[ab]-example)/, ''))).toEqual([
      'a-example-com',
      'b-example-com',
    ]);
  }
  expect(http.node.defaultChild === http.virtualServices[0]).toBe(true);
  expect(lockdown.node.defaultChild === lockdown.networkPolicies[0]).toBe(true);
  expect(sidecar.node.defaultChild === sidecar.sidecars[0]).toBe(true);
  expect(telemetry.node.defaultChild === telemetry.telemetry).toBe(true);
  expect(ApiObject.of(gateway).kind).toBe('Deployment');
});

it('tokens and number-or-string values in what is passed through come out as what they stand for', () => {
  const chart = new Chart(new App(), 'egress');
  const cpu = { requests: { cpu: k8s.Quantity.fromString('250m') } };
  const gateway = new EgressGateway(chart, 'gateway', {
    namespace: 'istio-egress',
    metadata: { annotations: { owner: Lazy.any({ produce: () => 'platform' }) as string } },
    workload: GatewayWorkload.deployment({
      readSecrets: true,
      nodeSelector: { value: 'kept' },
      resources: Lazy.any({ produce: () => cpu }) as k8s.ResourceRequirements,
    }),
  });
  new ExternalHttpRoute(chart, 'http', {
    gateway,
    hosts: ['a.example.com'],
    tlsOrigination: TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }),
    allowFrom: [EgressSource.anyone()],
  });
  new EgressTelemetry(chart, 'telemetry', { gateway });
  const manifests = chart.toJson() as Manifest[];
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  const container = expect.objectContaining({ resources: { requests: { cpu: '250m' } } }) as unknown;
  expect(deployment?.spec).toMatchObject({
    template: { spec: { nodeSelector: { value: 'kept' }, containers: [container] } },
  });
  const annotated = manifests.filter(({ metadata }) => 'annotations' in metadata);
  expect(new Set(annotated.map(({ kind }) => kind))).toEqual(new Set([...OF_GATEWAY, 'Telemetry', ...WORKLOAD]));
  for (const { metadata } of annotated) expect(metadata).toMatchObject({ annotations: { owner: 'platform' } });
  const others = manifests.filter(({ metadata }) => !('annotations' in metadata)).map(({ kind }) => kind);
  expect(others).toEqual(['VirtualService', 'ServiceEntry']);
});
