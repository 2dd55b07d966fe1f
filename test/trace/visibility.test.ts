/**
 * Namespaces, names and `exportTo`: who sees which object.
 */
import { JsonPatch } from 'cdk8s';
import { describeWay } from '../../lib/audit/way/describe';
import { way } from '../support/way';
import { TASK_HTTP } from './manifests';
import { from, HTTP, into, MESH, patched, withKind, withSpec } from './support';

/** With the DestinationRule where all namespaces see it. */
const AT_THE_SERVICE = withKind(TASK_HTTP, 'DestinationRule', into('istio-system'));

describe('an object in another namespace is another object', () => {
  test.each([
    ['the Gateway', 'Gateway', 'no VirtualService has a route'],
    ['the VirtualService with the bare name of its Gateway', 'VirtualService', 'no VirtualService has a route'],
  ])('%s', (_sentence, kind, text) => {
    const moved = withKind(AT_THE_SERVICE, kind, into('elsewhere'));
    expect(describeWay(HTTP, way(moved, MESH, HTTP))).toContain(text);
  });
});

describe('exportTo decides who sees an object', () => {
  test.each([
    [
      'a ServiceEntry exported to its own namespace is not there for the gateway',
      'ServiceEntry',
      ['.'],
      'cluster_not_found',
    ],
    ['a VirtualService exported to its own namespace is not there for the gateway', 'VirtualService', ['.'], '404'],
    [
      'a VirtualService exported to the gateway alone leaves the client direct',
      'VirtualService',
      ['istio-system'],
      'DIRECT',
    ],
    ['a ServiceEntry exported to nobody is not there', 'ServiceEntry', ['~'], 'cluster_not_found'],
    ['~ hides a ServiceEntry from namespaces by name', 'ServiceEntry', ['~', 'istio-system'], 'cluster_not_found'],
  ])('%s', (_sentence, kind, exportTo, text) => {
    const manifests = withKind(TASK_HTTP, kind, withSpec({ exportTo }));
    expect(describeWay(HTTP, way(manifests, MESH, HTTP))).toContain(text);
  });
  test('both namespaces by name are enough', () => {
    const seen = withSpec({ exportTo: ['.', 'istio-system'] });
    const manifests = withKind(withKind(TASK_HTTP, 'ServiceEntry', seen), 'VirtualService', seen);
    expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
    // Port 80 of a host that nothing declares to the client, and no route of its own.
    expect(way(manifests, MESH, from('test-egress', HTTP)).kind).toBe('unknown');
  });
});

test('a short name is a Service of the namespace of the VirtualService', () => {
  const name = JsonPatch.replace('/spec/http/0/route/0/destination/host', 'istio-egressgateway');
  const short = patched(AT_THE_SERVICE, 'VirtualService', name);
  expect(describeWay(HTTP, way(short, MESH, HTTP))).toContain(
    'no Service or ServiceEntry for istio-egressgateway.default.svc.cluster.local is visible in namespace default',
  );
});
