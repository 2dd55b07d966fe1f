import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import {
  AdmissionEnforcement,
  EgressAdmissionPolicy,
  EgressGateway,
  GatewayPorts,
  EgressLockdownPolicy,
  EgressMesh,
  Subject,
} from '../../../lib';
import { newChart, ofKind, stderrOfEachTest } from '../help';
import { DEPLOYERS, made } from './help';

stderrOfEachTest();

describe('EgressAdmissionPolicy', () => {
  test('writes seven cluster-wide policies, each with a binding, with names from the gateway', () => {
    const { chart, made: it } = made({ namespaces: ['payments'] });
    const names = ['workloads', 'endpoints', 'networks', 'routing', 'namespaces', 'proxies', 'kinds'].map(
      (id) => `egress-${id}.egress.istio-egress`,
    );
    for (const kind of ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']) {
      expect(ofKind(chart, kind).map(({ metadata }) => metadata)).toEqual(names.map((name) => ({ name })));
    }
    expect(it.policies.map(({ name }) => name)).toEqual(names);
    expect(it.bindings.map(({ name }) => name)).toEqual(names);
    expect(it.node.defaultChild).toBe(it.policies[0]);
  });

  test('applies to namespaces that lockdowns of the mesh leave with the gateway, in any order of construction, and to namespaces', () => {
    const { chart, gateway, made: it } = made({ namespaces: ['orders'] });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
    expect(it.namespaces).toEqual(['orders', 'payments']);
    for (const { spec } of ofKind(chart, 'ValidatingAdmissionPolicyBinding')) {
      expect(spec).toMatchObject({
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['orders', 'payments'] }],
          },
        },
      });
    }
  });

  test('writes policies that fail closed, and that deployers pass, except the policy of workloads at the creation of pods', () => {
    const { chart } = made({
      namespaces: ['a'],
      deployers: [Subject.group('b'), Subject.group('a'), Subject.user('ci')],
    });
    for (const { spec, metadata } of ofKind(chart, 'ValidatingAdmissionPolicy')) {
      expect(spec).toMatchObject({ failurePolicy: 'Fail' });
      const conditions = JSON.stringify(spec?.['matchConditions']);
      // Controllers create pods for the author of a Deployment.
      expect(conditions.includes("request.operation == 'CREATE' ||")).toBe(
        metadata.name.startsWith('egress-workloads'),
      );
      expect(conditions).toMatch(
        /username in \['ci'(, '\w+:cloud-controller-manager')*, 'system:apiserver'\].*group in \['a', 'b'\]/,
      );
    }
  });

  test.each<[AdmissionEnforcement, readonly string[]]>([
    [AdmissionEnforcement.DENY, ['Deny']],
    [AdmissionEnforcement.WARN, ['Warn', 'Audit']],
    [AdmissionEnforcement.AUDIT, ['Audit']],
  ])('writes the enforcement %s as actions of every binding', (enforcement, actions) => {
    const { chart } = made({ namespaces: ['a'], enforcement });
    const bindings = ofKind(chart, 'ValidatingAdmissionPolicyBinding');
    expect(bindings.map(({ spec }) => spec?.['validationActions'])).toEqual(bindings.map(() => actions));
  });

  test('writes policies that can be patched', () => {
    const { chart, made: it } = made({ namespaces: ['a'] });
    it.policies[0]?.addJsonPatch(JsonPatch.replace('/spec/failurePolicy', 'Ignore'));
    expect(ofKind(chart, 'ValidatingAdmissionPolicy')[0]?.spec).toMatchObject({ failurePolicy: 'Ignore' });
    expect(it.policies.every((each) => each instanceof ApiObject)).toBe(true);
  });

  test('protects every gateway of the mesh from routing by tenants, in any order of construction', () => {
    const { chart } = made({ namespaces: ['a'] });
    new EgressGateway(chart, 'second', { namespace: 'egress-us', serviceName: 'us', selector: { istio: 'us' } });
    const routing = ofKind(chart, 'ValidatingAdmissionPolicy').find(({ metadata }) =>
      metadata.name.startsWith('egress-routing'),
    );
    expect(JSON.stringify(routing)).toMatch(/egress\.istio-egress\.svc.*us\.egress-us\.svc/);
    expect(JSON.stringify(routing)).toMatch(/startsWith\('egress-us\/'\)/);
  });

  test('requires the trust domain of the mesh in the environment of the injected containers', () => {
    const mesh = new EgressMesh(new App(), 'mesh', { trustDomain: 'corp.example', trustDomainAliases: ['a.example'] });
    const chart = new Chart(mesh, 'chart', { namespace: 'default' });
    const gateway = new EgressGateway(chart, 'gateway');
    new EgressAdmissionPolicy(chart, 'it', { gateway, deployers: [Subject.user('ci')], namespaces: ['a'] });
    const [workloads] = ofKind(chart, 'ValidatingAdmissionPolicy');
    expect(JSON.stringify(workloads).match(/TRUST_DOMAIN=[^|]+/g)).toEqual(['TRUST_DOMAIN=corp\\\\\\\\.example']);
  });

  test('lets controllers pass the policies of endpoints, namespaces and kinds, and change existing pods', () => {
    const { chart } = made({ namespaces: ['a'], trustedControllers: [Subject.user('balancer')] });
    const policies = ofKind(chart, 'ValidatingAdmissionPolicy').filter((each) =>
      JSON.stringify(each).includes("'balancer'"),
    );
    expect(policies.map(({ metadata }) => metadata.name.split('.')[0])).toEqual([
      'egress-workloads',
      'egress-endpoints',
      'egress-namespaces',
      'egress-kinds',
    ]);
    for (const each of policies) expect(JSON.stringify(each)).toContain("'eks:cloud-controller-manager'");
  });

  test('admits proxies with the trust domain of the mesh only', () => {
    const chart = new Chart(new EgressMesh(new App(), 'mesh', { trustDomain: 'corp.example' }), 'chart');
    const gateway = new EgressGateway(chart, 'gateway');
    new EgressAdmissionPolicy(chart, 'it', { gateway, deployers: DEPLOYERS, namespaces: ['a'] });
    const text = JSON.stringify(ofKind(chart, 'ValidatingAdmissionPolicy'));
    expect(text).toContain('TRUST_DOMAIN=corp');
    expect(text).not.toContain('TRUST_DOMAIN=cluster');
  });

  test('refuses routes of tenants to the Service with the port for ranges', () => {
    const chart = newChart();
    const ports = GatewayPorts.of({ cidrs: { port: 15022 } });
    const gateway = new EgressGateway(chart, 'gateway', { ports });
    new EgressAdmissionPolicy(chart, 'it', { gateway, deployers: DEPLOYERS, namespaces: ['a'] });
    const services = ['istio-egressgateway-cidrs', 'istio-egressgateway'].map(
      (name) => `'${name}.istio-system.svc.cluster.local'`,
    );
    expect(JSON.stringify(ofKind(chart, 'ValidatingAdmissionPolicy'))).toContain(`in [${services.join(', ')}]`);
  });
});
