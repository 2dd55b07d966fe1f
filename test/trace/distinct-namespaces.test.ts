/** Namespaces that objects distinguish. In all other namespaces a request has the way of the namespaces that no object names. */
import { namespaceLike } from '../../lib/audit/way/distinct-namespaces';
import { readMesh } from '../../lib/audit/model/mesh';
import { yaml } from './support';

const OF_EVERYONE = `
{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: a, namespace: own}, spec: {hosts: [a.example.com]}}
---
{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: own}, spec: {hosts: [a.example.com], exportTo: ['*', named]}}
---
`;

const istio = (kind: string, spec: string, namespace = 'own'): string =>
  `{apiVersion: networking.istio.io/v1, kind: ${kind}, metadata: {name: b, namespace: ${namespace}}, spec: ${spec}}`;

/** The namespaces that an object distinguishes, of two that it could. */
const distinguished = (object: string): string[] => {
  const mesh = readMesh(yaml(OF_EVERYONE + object), {});
  return ['own', 'named', 'other'].filter((namespace) => namespaceLike(mesh, namespace) === namespace);
};

test.each([
  ['an object that is exported to every namespace', istio('ServiceEntry', '{hosts: [b.example.com]}'), []],
  ['an EnvoyFilter', istio('EnvoyFilter', '{}'), ['own']],
  ['a Sidecar', istio('Sidecar', '{}'), ['own']],
  ['a DestinationRule', istio('DestinationRule', '{host: a.example.com}'), ['own']],
  ['exportTo with the own namespace', istio('ServiceEntry', "{hosts: [b.example.com], exportTo: ['.']}"), ['own']],
  ['exportTo with a name', istio('VirtualService', '{hosts: [b.com], exportTo: [named]}'), ['own', 'named']],
  ['exportTo of a DestinationRule', istio('DestinationRule', '{host: a, exportTo: [named]}'), ['own', 'named']],
  ['sourceNamespace', istio('VirtualService', '{hosts: [b], tcp: [{match: [{sourceNamespace: named}]}]}'), ['named']],
  ['a second ServiceEntry of a host', istio('ServiceEntry', '{hosts: [a.example.com]}', 'named'), ['own', 'named']],
  ['a Sidecar of the root namespace', istio('Sidecar', '{egress: [{hosts: [./*]}]}', 'istio-system'), ['own']],
])('%s', (_what, object, expected) => {
  expect(distinguished(object)).toEqual(expected);
});
