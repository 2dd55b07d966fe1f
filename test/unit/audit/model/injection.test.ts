/** The labels of the settings decide about sidecars as the labels of the Namespace do. */
import { injectionOf } from '../../../../lib/audit/model/injection';
import { clientsOf } from '../../../../lib/audit/rules/shared/clients';
import { Labels } from '../../../../lib/audit/model/labels';
import { meshOf } from '../answer/manifests';

test.each([
  ['enabled', 'sidecar', ['orders']],
  ['disabled', 'none', []],
  [undefined, 'undecided', []],
])('istio-injection: %s', (value, kind, clients) => {
  const labels: Labels = value === undefined ? { team: 'orders' } : { 'istio-injection': value };
  const mesh = meshOf([], { namespaceLabels: { orders: labels } });
  expect(injectionOf(mesh, 'orders')).toEqual({ kind });
  expect(clientsOf(mesh).map(({ namespace }) => namespace)).toEqual(clients);
});

test('The evidence is the label, or the Namespace if the label is of the settings', () => {
  const namespace =
    '\n{ apiVersion: v1, kind: Namespace, metadata: { name: orders, labels: { istio-injection: disabled } } }\n';
  const stated = { namespaceLabels: { orders: { 'istio.io/dataplane-mode': 'ambient' } } };
  const written = injectionOf(meshOf([namespace]), 'orders').decidedBy?.path;
  expect(written).toEqual(['metadata', 'labels', 'istio-injection']);
  const bare = namespace.replace('istio-injection: disabled', '');
  expect(injectionOf(meshOf([bare], stated), 'orders')).toMatchObject({
    kind: 'ambient',
    decidedBy: { path: ['metadata'] },
  });
});

test('The webhook ignores namespaces of Kubernetes, whatever the labels are', () => {
  const mesh = meshOf([], { namespaceLabels: { 'kube-system': { 'istio-injection': 'enabled' } } });
  expect(injectionOf(mesh, 'kube-system')).toEqual({ kind: 'none' });
  expect(injectionOf(mesh, 'local-path-storage', { 'sidecar.istio.io/inject': 'true' })).toEqual({ kind: 'none' });
});
