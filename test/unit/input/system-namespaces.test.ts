import { parseDnsLabel } from '../../../lib/input/kubernetes-name';
import { assertApplicationNamespaces, assertCreatable, SYSTEM_NAMESPACES } from '../../../lib/input/system-namespaces';
import { findingOf, findingsOf } from './findings';

test('parseDnsLabel accepts every system namespace', () => {
  expect(SYSTEM_NAMESPACES.map((namespace) => parseDnsLabel('namespace', namespace))).toEqual(SYSTEM_NAMESPACES);
});

test('assertCreatable rejects system namespaces and "default", because deleting the manifests deletes the namespace', () => {
  expect(() => assertCreatable('createNamespaces', 'payments', 'istio-system')).not.toThrow();
  for (const namespace of [...SYSTEM_NAMESPACES, 'default', 'istio-config']) {
    expect(findingOf(() => assertCreatable('createNamespaces', namespace, 'istio-config'))).toMatchObject({
      code: 'EGR0502',
      problem: `namespace ${namespace} cannot be created by the app`,
      fix: 'remove createNamespaces, or use another namespace',
    });
  }
});

test('assertApplicationNamespaces names every system namespace, and every other given namespace', () => {
  expect(() => assertApplicationNamespaces(['default', 'payments'], 'istio-config')).not.toThrow();
  const findings = findingsOf(() =>
    assertApplicationNamespaces(['istio-config', 'istio-system', 'payments', 'kube-system'], 'istio-config'),
  );
  expect(findings.map(({ code, fix }) => `${code} ${fix}`)).toEqual([
    'EGR0501 remove "istio-config" from namespaces',
    'EGR0501 remove "istio-system" from namespaces',
    'EGR0501 remove "kube-system" from namespaces',
  ]);
});
