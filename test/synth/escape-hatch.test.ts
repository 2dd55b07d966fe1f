/** JSON patches: a patch through a handle of a construct reaches the manifest, for every kind. */
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import {
  ClusterLockdownPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  OutboundTrafficPolicy,
  ResourceRequirements,
  TlsOrigination,
  TlsVersion,
} from '../../lib';
import { Manifest } from '../../lib/audit/manifest/manifest';

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
  const cluster = new ClusterLockdownPolicy(chart, 'cluster', { gateway, namespaceSelector: {} });
  const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway);
  const sidecar = new EgressSidecar(chart, 'sidecar', { namespaces: ['team'], outboundTrafficPolicy });
  const telemetry = new EgressTelemetry(chart, 'telemetry', { gateway });
  return { chart, gateway, http, tls, lockdown, cluster, sidecar, telemetry };
}

/** The kinds of a route's objects that belong to the gateway and have its metadata. */
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
  'ClusterNetworkPolicy',
  'Namespace',
  'Sidecar',
  'Telemetry',
  ...WORKLOAD,
];

/** Returns paths for the comparison of constructs: a difference of two construct trees is too large to print. */
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

it('KINDS has every kind of the app', () => {
  const { chart } = everything();
  expect(new Set(allOf(chart).map(({ kind }) => kind))).toEqual(new Set(KINDS));
});

it('a patch of a field in the spec keeps the other fields', () => {
  const { chart, http } = everything();
  ApiObject.of(http).addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '5s'));
  const route = (chart.toJson() as Manifest[]).find(({ metadata }) => metadata.name === 'egress-route-a-example-com');
  expect(route?.spec).toMatchObject({ http: [{ timeout: '5s', match: [{ gateways: ['mesh'] }] }, {}] });
});

describe('a patch through a handle keeps the other fields of', () => {
  type Everything = ReturnType<typeof everything>;
  const from = (principal: string) => ({ from: [{ source: { principals: [principal] } }] });

  it.each<[string, (made: Everything) => ApiObject | undefined, JsonPatch, string, object]>([
    [
      'the AuthorizationPolicy of a host',
      ({ http }) => http.authorizationPolicies[0],
      JsonPatch.add('/spec/rules/-', from('x/*')),
      'egress-allow-a-example-com',
      { spec: { action: 'ALLOW', rules: [{}, {}, from('x/*')] } },
    ],
    [
      'the default deny policy',
      ({ gateway }) => gateway.defaultDenyPolicy,
      JsonPatch.add('/spec/rules', [from('x/*')]),
      'egress-deny-istio-egressgateway',
      { spec: { action: 'ALLOW', rules: [from('x/*')] } },
    ],
    [
      'the DestinationRule for the connections of the gateway',
      ({ http }) => http.upstreamRules[0],
      JsonPatch.add('/spec/trafficPolicy/portLevelSettings/0/connectionPool', { tcp: { maxConnections: 1 } }),
      'egress-upstream-a-example-com',
      {
        spec: {
          trafficPolicy: {
            portLevelSettings: [{ port: { number: 80 }, tls: {}, connectionPool: { tcp: { maxConnections: 1 } } }, {}],
          },
        },
      },
    ],
    [
      'the EnvoyFilter of the minimum TLS version',
      ({ http }) => http.envoyFilters[0],
      JsonPatch.add('/spec/priority', 10),
      'egress-tls-a-example-com',
      { spec: { priority: 10, configPatches: [{ applyTo: 'CLUSTER' }] } },
    ],
    [
      'the Role for Secrets',
      ({ gateway }) => gateway.objects.find(({ kind }) => kind === 'Role'),
      JsonPatch.add('/rules/0/resourceNames', ['client']),
      'istio-egressgateway',
      { rules: [{ resources: ['secrets'], resourceNames: ['client'] }] },
    ],
    [
      'the Gateway of the egress proxy',
      ({ gateway }) => gateway.egressProxyObjects.find(({ kind }) => kind === 'Gateway'),
      JsonPatch.add('/spec/servers/0/tls/minProtocolVersion', 'TLSV1_3'),
      'egress-undeclared-istio-egressgateway',
      { spec: { servers: [{ tls: { mode: 'ISTIO_MUTUAL', minProtocolVersion: 'TLSV1_3' } }, {}] } },
    ],
    [
      'the EnvoyFilter of sidecars with an egress proxy',
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
      'a Sidecar',
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

it('the handles of the constructs return every object', () => {
  const { chart, gateway, http, tls, lockdown, cluster, sidecar, telemetry } = everything();
  const handles = [
    gateway.objects,
    gateway.defaultDenyPolicy ?? [],
    gateway.connectFilter ?? [],
    gateway.egressProxyObjects,
    http.objects,
    tls.objects,
    lockdown.networkPolicies,
    lockdown.namespaceObjects,
    cluster.clusterNetworkPolicy,
    sidecar.sidecars,
    sidecar.envoyFilters,
    telemetry.telemetry,
  ].flat();
  expect(new Set(paths(handles))).toEqual(new Set(paths(allOf(chart))));
});

it('the objects of a route are the objects of its handles by kind', () => {
  const { http } = everything();
  const byKind = [
    http.authorizationPolicies,
    http.envoyFilters,
    http.upstreamRules,
    http.destinationRules,
    http.gatewayObjects,
    http.virtualServices,
    http.serviceEntries,
  ];
  expect(byKind.map(({ length }) => length)).toEqual(byKind.map(() => 2));
  expect(paths(byKind.flat()).sort()).toEqual(paths(http.objects).sort());
  expect(new Set(paths(http.objects)).size).toBe(http.objects.length);
});

it('two routes of one host have the same objects, and defaultChild is the VirtualService', () => {
  const { gateway, http, tls, lockdown, sidecar, telemetry } = everything();
  expect(paths(tls.objects)).toEqual(paths(http.objects.slice(0, 7)));
  const handles = [
    ...[http.serviceEntries, http.gatewayObjects, http.destinationRules, http.virtualServices],
    ...[http.authorizationPolicies, http.upstreamRules, http.envoyFilters],
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

it('tokens in options are resolved', () => {
  const chart = new Chart(new App(), 'egress');
  const cpu = { requests: { cpu: '250m' } };
  const gateway = new EgressGateway(chart, 'gateway', {
    namespace: 'istio-egress',
    metadata: { annotations: { owner: Lazy.any({ produce: () => 'platform' }) as string } },
    workload: GatewayWorkload.deployment({
      readSecrets: true,
      nodeSelector: { value: 'kept' },
      resources: Lazy.any({ produce: () => cpu }) as ResourceRequirements,
    }),
  });
  new ExternalHttpRoute(chart, 'http', {
    gateway,
    hosts: ['a.example.com'],
    tlsOrigination: TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }),
    allowFrom: [EgressSource.anyAuthenticated()],
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
