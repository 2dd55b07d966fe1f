import { ConformanceCase, Expectation, Request, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const http = request('default/curl', 'http://edition.cnn.com/politics');
const https = request('default/curl', 'https://edition.cnn.com/politics');
const web = request('default/curl', 'https://www.example.com/');

const throughTheGateway: readonly Group<Expectation>[] = [
  {
    because: 'The objects that are applied in another order are those of the file.',
    expect: [
      http.goesThrough('outbound|80||edition.cnn.com'),
      https.goesThrough('outbound|443||edition.cnn.com'),
      web.goesThrough('outbound|443||www.example.com'),
    ],
  },
  {
    because: 'A namespace that is no source is refused.',
    expect: [
      request('test-egress/curl', 'http://edition.cnn.com/politics').isRefusedByPolicy(),
      request('test-egress/curl', 'https://edition.cnn.com/politics').isRefusedByPolicy(),
    ],
  },
];

const undeclared: Group<Expectation> = {
  because: 'Under REGISTRY_ONLY, a sidecar blocks a host without a ServiceEntry.',
  expect: [http.isBlocked(), https.isBlocked(), web.isBlocked()],
};

const never: Group<Request> = {
  because: 'The rules of a host exist whenever its ServiceEntry exists.',
  expect: [http, https, web],
};

const early: Group<Request> = {
  because: 'Flux applies the objects of one Kustomization by kind: a ServiceEntry before its VirtualService.',
  expect: [http, https, web],
};

export const cases: readonly ConformanceCase[] = [
  {
    title: 'No request leaves directly while Argo CD or Flux applies and deletes the manifests',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [
      {
        title: 'Argo CD applies the manifests in sync waves',
        apply: 'main',
        by: 'Argo CD',
        neverDirectly: never,
        expect: throughTheGateway,
      },
      {
        title: 'Argo CD deletes the manifests in the reverse order of the sync waves',
        delete: 'main',
        by: 'Argo CD',
        neverDirectly: never,
        expect: [undeclared],
      },
      {
        title: 'Flux applies the Kustomizations of flux.yaml',
        apply: 'main',
        by: 'Flux',
        neverDirectly: never,
        expect: throughTheGateway,
      },
      {
        title: 'The Kustomization with the ServiceEntries is deleted first',
        delete: 'main',
        by: 'Flux',
        neverDirectly: never,
        expect: [undeclared],
      },
      {
        title: 'Flux applies one Kustomization with all objects',
        apply: 'main',
        by: 'Flux with one Kustomization',
        someDirectly: early,
        expect: throughTheGateway,
      },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
