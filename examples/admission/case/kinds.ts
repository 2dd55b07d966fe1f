/** Requests to create objects by their kind: of the kinds of tenants, of the kinds of the platform, and of no kind that any policy names. */
import { Group } from '../../../test/conformance/cases/group';
import * as tenant from '../../../test/conformance/cases/tenant-objects';
import { asks, changes, creates, TENANT, Wish, Wished } from '../../../test/conformance/cases/wish';

const { httpRoute, istio, object } = tenant;

export const OF_PLATFORM = 'only platform subjects may create, change or delete objects of this kind';
const STATUS = '--subresource=status';
const IN = ['-n', 'test-egress'];
const OLDER = ['gadgets.gadgets.example', ...IN, 'older'];
const spec = { template: { metadata: { labels: { app: 'it' } }, spec: { containers: [{ name: 'a', image: 'a' }] } } };
const apps = { ...spec, selector: { matchLabels: { app: 'it' } } };
const jobTemplate = { spec: { template: { spec: { ...spec.template.spec, restartPolicy: 'Never' } } } };
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'curl' };
const rules = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }];
const RBAC = 'rbac.authorization.k8s.io';

const workloads: readonly object[] = [
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind) => object('apps/v1', kind, { spec: apps })),
  object('apps/v1', 'StatefulSet', { spec: { ...apps, serviceName: 'it' } }),
  object('batch/v1', 'Job', jobTemplate),
  object('batch/v1', 'CronJob', { spec: { schedule: '@daily', jobTemplate } }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: target, maxReplicas: 2 } }),
  object('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1 } }),
];

const ingress = (backend: object): object =>
  object('networking.k8s.io/v1', 'Ingress', {
    spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  });
const toService = { service: { name: 'server', port: { number: 80 } } };
const toBucket = { resource: { apiGroup: 'storage.example', kind: 'Bucket', name: 'it' } };

const others: readonly object[] = [
  ...['ConfigMap', 'Secret', 'ServiceAccount'].map((kind) => object('v1', kind)),
  object('v1', 'PersistentVolumeClaim', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  ingress(toService),
  object(`${RBAC}/v1`, 'Role', { rules }),
  object(`${RBAC}/v1`, 'RoleBinding', { roleRef: { apiGroup: RBAC, kind: 'Role', name: 'it' } }),
  object('coordination.k8s.io/v1', 'Lease'),
  object('v1', 'Event', { involvedObject: { namespace: 'test-egress' } }),
  object('security.istio.io/v1', 'AuthorizationPolicy', { spec: {} }),
];

const nameOfKind = (of: object): string => `an object of kind ${(of as { readonly kind: string }).kind}`;

const admitted: Group<Wish> = {
  because: 'The policies admit the kinds of workloads and their parts, to which no further rule applies.',
  expect: [
    ...[...workloads, ...others].map((each) => creates(nameOfKind(each), each)),
    asks('more replicas of a Deployment', 'scale', '--dry-run=server', ...IN, 'deployment/curl', '--replicas=2'),
    asks('a token of a service account of its namespace', 'create', 'token', ...IN, 'default'),
  ].map((each) => each.isAdmitted()),
};

const OF_PLUGINS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['cilium.io/v1', 'CiliumEndpoint'],
  ['cilium.io/v1', 'CiliumEnvoyConfig'],
  ['cilium.io/v1', 'CiliumLocalRedirectPolicy'],
  ['crd.projectcalico.org/v1', 'NetworkSet'],
  ['k8s.cni.cncf.io/v1', 'NetworkAttachmentDefinition'],
  ['k8s.ovn.org/v1', 'UserDefinedNetwork'],
  ['multicluster.x-k8s.io/v1', 'ServiceImport'],
];

const ofPlugins: Group<Wish> = {
  because: 'The policies refuse kinds of network plugins that add addresses, networks and ways of traffic.',
  closes: ['B24', 'B25', 'B54', 'B55'],
  expect: OF_PLUGINS.map(([apiVersion, kind]) =>
    creates(`an object of kind ${kind}`, object(apiVersion, kind)).isRefused(OF_PLATFORM),
  ),
};

/** The request of a scheduler, which kubectl has no command for. */
const binding = new Wished({
  what: 'the binding of a pod to a node',
  as: TENANT,
  kubectl: ['create', '--raw', '/api/v1/namespaces/test-egress/pods/it/binding?dryRun=All', '-f', '-'],
  // The pod does not exist.
  unfinished: true,
  input: object('v1', 'Binding', { target: { apiVersion: 'v1', kind: 'Node', name: 'worker' } }),
});

const unknown: Group<Wish> = {
  because: 'The policies refuse kinds that no policy names, whatever their API group, and their subresources.',
  closes: ['B24', 'B55', 'B56'],
  expect: [
    creates('an object of an unknown kind', object('gadgets.example/v1', 'Gadget')),
    creates('an object of an unknown kind in the API group of a network plugin', object('cilium.io/v1', 'Gadget')),
    changes('an object of an unknown kind with a label', OLDER, { metadata: { labels: { a: 'b' } } }),
    changes('an object of an unknown kind with another status', [...OLDER, STATUS], { status: { a: 'b' } }),
    asks('more replicas of an object of an unknown kind', 'scale', '--dry-run=server', ...OLDER, '--replicas=2'),
    asks('the deletion of an object of an unknown kind', 'delete', '--dry-run=server', ...OLDER),
    binding,
  ].map((each) => each.isRefused(OF_PLATFORM)),
};

const ofTls: Group<Wish> = {
  because: 'The policies refuse a BackendTLSPolicy, which decides how the mesh connects to a host, for every caller.',
  closes: ['B17'],
  expect: [
    creates(
      'a BackendTLSPolicy for a host of a route',
      object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', {
        spec: {
          targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'edition-cnn-com' }],
          validation: { hostname: 'b.example.net', wellKnownCACertificates: 'System' },
        },
      }),
    ).isRefused(OF_PLATFORM),
  ],
};

const named: Group<Wish> = {
  because: 'The policies admit the kinds of tenantKinds, and no other kind of the same API group.',
  expect: [
    creates(
      'an object of a kind of tenantKinds',
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler'),
    ).isAdmitted(),
    creates(
      'an object of another kind of the API group',
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscalerCheckpoint'),
    ).isRefused(OF_PLATFORM),
  ],
};

const backends: Group<Wish> = {
  because: 'The policies refuse routes and an Ingress to the gateway, and to anything other than a Service.',
  closes: ['B15'],
  expect: [
    creates(
      'an HTTPRoute to the Service of the gateway',
      httpRoute({ kind: 'Service' }, { name: 'istio-egressgateway', namespace: 'istio-system', port: 80 }),
    ).isRefused('backendRefs and mirrors of a Gateway API route must be Services'),
    creates('an HTTPRoute with a filter of an extension', {
      ...httpRoute({ kind: 'Service' }, {}),
      spec: { parentRefs: [], rules: [{ filters: [{ type: 'ExternalAuth', externalAuth: {} }] }] },
    }).isRefused('filters of a Gateway API route must be'),
    creates('an Ingress to a resource', ingress(toBucket)).isRefused('backends of an Ingress must be Services'),
  ],
};

const CLUSTER_RBAC = 'is attempting to grant RBAC permissions not currently held';
const ofRoles: Group<Wish> = {
  because: 'The API server refuses roles and bindings that grant what their author may not do.',
  expect: [
    creates(
      'a Role that grants more than its author may do',
      object(`${RBAC}/v1`, 'Role', { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }),
    ),
    creates(
      'a RoleBinding that grants more than its author may do',
      object(`${RBAC}/v1`, 'RoleBinding', { roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' } }),
    ),
  ].map((each) => each.by('developer').isRefused(CLUSTER_RBAC)),
};

const request = creates(
  'an object of a kind of a controller',
  object('autoscaling.k8s.io/v1', 'VerticalPodAutoscalerCheckpoint'),
);
const ofControllers: Group<Wish> = {
  because: 'The policies do not restrict the kinds of trusted controllers, istiod, the scheduler and nodes.',
  expect: [
    binding.by('system:kube-scheduler').isAdmitted(),
    request.by('system:serviceaccount:vertical-pod-autoscaler:recommender').isAdmitted(),
    creates('a WorkloadEntry', istio('WorkloadEntry', { address: '10.0.0.1' }))
      .by('system:serviceaccount:istio-system:istiod')
      .isAdmitted(),
    creates(
      "an object of a kind of a controller, of an account of the tenant's",
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscalerCheckpoint'),
    )
      .by('system:serviceaccount:test-egress:default')
      .isRefused(OF_PLATFORM),
  ],
};

export const kinds: readonly Group<Wish>[] = [
  admitted,
  ofPlugins,
  unknown,
  ofTls,
  named,
  backends,
  ofRoles,
  ofControllers,
];
