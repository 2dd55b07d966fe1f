/** The escape hatch escapes: whatever a user patches reaches the manifest, for every kind, through the handles. */
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { EgressGateway, EgressLockdownPolicy, ExternalHttpRoute, ExternalTlsRoute, GatewayWorkload } from '../../lib';
import { Manifest } from '../support/trace';

function allOf(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
}

function everything() {
  const chart = new Chart(new App(), 'egress', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', {
    namespace: 'istio-egress',
    workload: GatewayWorkload.deployment({ createNamespace: true }),
  });
  const http = new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.example.com', 'b.example.com'] });
  const tls = new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.example.com'] });
  const lockdown = new EgressLockdownPolicy(chart, 'lockdown', {
    gateway,
    namespaces: ['team'],
    createNamespaces: true,
  });
  return { chart, gateway, http, tls, lockdown };
}

const KINDS = [
  'DestinationRule',
  'Gateway',
  'VirtualService',
  'ServiceEntry',
  'NetworkPolicy',
  'Namespace',
  'ServiceAccount',
  'Service',
  'Deployment',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
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

it('every object can be reached through the handles of the constructs', () => {
  const { chart, gateway, http, tls, lockdown } = everything();
  const handles = [
    gateway.objects,
    http.objects,
    tls.objects,
    lockdown.networkPolicies,
    lockdown.namespaceObjects,
  ].flat();
  expect(new Set(paths(handles))).toEqual(new Set(paths(allOf(chart))));
});

it('two routes of one host hold the same objects, and defaultChild is the one that people patch', () => {
  const { gateway, http, tls, lockdown } = everything();
  expect(paths(tls.objects)).toEqual(paths(http.objects.slice(0, 4)));
  for (const handle of [http.serviceEntries, http.gatewayObjects, http.destinationRules, http.virtualServices]) {
    expect(handle.map(({ name }) => name.replace(/^.*(?=[ab]-example)/, ''))).toEqual([
      'a-example-com',
      'b-example-com',
    ]);
  }
  expect(http.node.defaultChild === http.virtualServices[0]).toBe(true);
  expect(lockdown.node.defaultChild === lockdown.networkPolicies[0]).toBe(true);
  expect(ApiObject.of(gateway).kind).toBe('Deployment');
});

it('tokens and number-or-string values in what is passed through come out as what they stand for', () => {
  const chart = new Chart(new App(), 'egress');
  const cpu = { requests: { cpu: k8s.Quantity.fromString('250m') } };
  const gateway = new EgressGateway(chart, 'gateway', {
    namespace: 'istio-egress',
    metadata: { annotations: { owner: Lazy.any({ produce: () => 'platform' }) as string } },
    workload: GatewayWorkload.deployment({
      nodeSelector: { value: 'kept' },
      resources: Lazy.any({ produce: () => cpu }) as k8s.ResourceRequirements,
    }),
  });
  new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.example.com'] });
  const manifests = chart.toJson() as Manifest[];
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  const container = expect.objectContaining({ resources: { requests: { cpu: '250m' } } }) as unknown;
  expect(deployment?.spec).toMatchObject({
    template: { spec: { nodeSelector: { value: 'kept' }, containers: [container] } },
  });
  const annotated = manifests.filter(({ metadata }) => 'annotations' in metadata).map(({ kind }) => kind);
  expect(new Set(annotated)).toEqual(new Set([...KINDS.slice(0, 2), ...KINDS.slice(6)]));
});
