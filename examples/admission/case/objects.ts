/** Requests to create Services, endpoints and policies, and to enter the containers of a proxy. */
import { Group } from '../../../test/conformance/cases/group';
import * as tenant from '../../../test/conformance/cases/tenant-objects';
import { asks, changes, creates, deletes, enters, Wish } from '../../../test/conformance/cases/wish';
import { OF_PLATFORM } from './kinds';
import { WITHOUT_SIDECAR } from './pods';
import { REDIRECTION } from './workloads';

const { networkPolicy, pod, service, virtualService } = tenant;

const OUTSIDE = 'Services cannot be of type ExternalName';
const LABELS = 'only platform subjects may change sidecar-injection or pod-security labels';
const LABEL = ['label', '--dry-run=server', '--overwrite', 'namespace', 'test-egress'];
const STATUS = '--subresource=status';
/** An ephemeral container as `kubectl debug` adds it. A real `kubectl debug` would leave the container in the pod. */
const RUNNING = ['pod', '-n', 'test-egress', '{pod:test-egress/curl}', '--subresource=ephemeralcontainers'];
/** A pod without a sidecar, which is older than the policies. */
const FROM_BEFORE = ['pod', '-n', 'test-egress', '{pod:test-egress/plain}'];
const later = (fields: object): object => ({ name: 'later', image: 'conformance/idle', ...fields });
const GOES_OUT = 'may create, change or delete a NetworkPolicy for egress';

const CURL = ['pod', '-n', 'test-egress', '{pod:test-egress/curl}'];
const LOCKDOWN = ['networkpolicy', '-n', 'test-egress', 'egress-lockdown-test-egress'];
const inContainer = (container: string, namespace = 'test-egress'): string[] => [
  ...['exec', '-n', namespace, `{pod:${namespace}/curl}`, '-c', container, '--', 'id'],
];

const admitted: Group<Wish> = {
  because: 'The policies admit objects that change neither the sidecars nor the egress of the namespace.',
  expect: [
    creates('a Service with a selector', service({ ports: [{ port: 80 }], selector: { app: 'server' } })),
    asks('the own namespace with another label', ...LABEL, 'team=a'),
    asks('the own namespace with an annotation', 'annotate', '--dry-run=server', 'namespace', 'test-egress', 'a=b'),
    creates('a NetworkPolicy for ingress', networkPolicy({ policyTypes: ['Ingress'] })),
    enters("a shell in the application's container", ...inContainer('curl')),
    changes('an ephemeral container beside the application', RUNNING, {
      spec: { ephemeralContainers: [later({ targetContainerName: 'curl' })] },
    }),
    changes('another finalizer of a pod that has no sidecar', FROM_BEFORE, {
      metadata: { finalizers: ['example.org/done'] },
    }),
  ].map((each) => each.isAdmitted()),
};

const externalName = creates(
  'a Service of type ExternalName',
  service({ type: 'ExternalName', externalName: 'edition.cnn.com' }),
);

const addresses: Group<Wish> = {
  because:
    'The policies refuse external addresses of Services, endpoints and pods, which names of the cluster would resolve to.',
  closes: ['B25'],
  expect: [
    externalName.isRefused(OUTSIDE),
    changes('a Service that becomes an ExternalName', ['service', '-n', 'test-egress', 'server'], {
      spec: { type: 'ExternalName', externalName: 'edition.cnn.com', clusterIP: null, clusterIPs: null },
    }).isRefused(OUTSIDE),
    creates('a Service with externalIPs', service({ ports: [{ port: 80 }], externalIPs: ['203.0.113.10'] })).isRefused(
      'externalIPs',
    ),
    changes('a pod with an external address in its status', [...CURL, STATUS], {
      status: { podIP: '203.0.113.10', podIPs: [{ ip: '203.0.113.10' }] },
    }).isRefused(OF_PLATFORM),
    changes('a Service with an external load balancer address', ['service', '-n', 'test-egress', 'balanced', STATUS], {
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
    }).isRefused(OF_PLATFORM),
    creates('an EndpointSlice', tenant.ENDPOINT_SLICE).isRefused(OF_PLATFORM),
    creates('an Endpoints object', tenant.ENDPOINTS).isRefused(OF_PLATFORM),
    asks(
      'another label of the EndpointSlices of a Service',
      'label',
      '--dry-run=server',
      '-n',
      'test-egress',
      'endpointslice',
      '-l',
      'kubernetes.io/service-name=server',
      'a=b',
    ).isRefused(OF_PLATFORM),
  ],
};

const labels: Group<Wish> = {
  because: 'The policies refuse changes of labels that decide whether pods have sidecars.',
  closes: ['B1'],
  expect: [
    asks('the own namespace with injection disabled', ...LABEL, 'istio-injection=disabled').isRefused(LABELS),
    asks('the own namespace with a label of ambient mode', ...LABEL, 'istio.io/dataplane-mode=none').isRefused(LABELS),
    changes('the own namespace with injection disabled, through its status', ['namespace', 'test-egress', STATUS], {
      metadata: { labels: { 'istio-injection': 'disabled' } },
    }).isRefused(LABELS),
    changes('other labels of a pod that has no sidecar', FROM_BEFORE, { metadata: { labels: { a: 'b' } } }).isRefused(
      WITHOUT_SIDECAR,
    ),
  ],
};

const networkPolicies: Group<Wish> = {
  because: 'The policies refuse other policies for egress, which would open what the lockdown closes.',
  closes: ['B24'],
  expect: [
    creates(
      'a NetworkPolicy that allows all egress',
      networkPolicy({ policyTypes: ['Egress'], egress: [{}] }),
    ).isRefused(GOES_OUT),
    creates(
      'a NetworkPolicy for ingress and egress without rules',
      networkPolicy({ policyTypes: ['Ingress', 'Egress'] }),
    ).isRefused(GOES_OUT),
    creates('a policy of the network plugin', tenant.PLUGIN_POLICY).isRefused(OF_PLATFORM),
    changes('the lockdown with a rule that allows all egress', LOCKDOWN, { spec: { egress: [{}] } }).isRefused(
      GOES_OUT,
    ),
    changes('the lockdown as a policy for ingress', LOCKDOWN, {
      spec: { egress: null, policyTypes: ['Ingress'] },
    }).isRefused(GOES_OUT),
  ],
};

const deleteLockdown = deletes('the deletion of the lockdown', ...LOCKDOWN);
const deleteSidecar = deletes(
  'the deletion of the Sidecar of the platform',
  'sidecar',
  '-n',
  'test-egress',
  'egress-sidecar-test-egress',
);

const ofPlatform: Group<Wish> = {
  because: 'The policies refuse to change or delete the lockdown and the Sidecar of the platform.',
  closes: ['B46'],
  expect: [
    deleteLockdown.isRefused(GOES_OUT),
    deleteSidecar.isRefused(OF_PLATFORM),
    changes(
      'the Sidecar of the platform with ALLOW_ANY',
      ['sidecar', '-n', 'test-egress', 'egress-sidecar-test-egress'],
      { spec: { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } } },
    ).isRefused(OF_PLATFORM),
  ],
};

const shell = enters("a shell in the proxy's container", ...inContainer('istio-proxy'));

const inTheProxy: Group<Wish> = {
  because:
    'The policies refuse processes in the container of the proxy and with its privileges, whose traffic is not redirected.',
  closes: ['B3'],
  expect: [
    shell.isRefused('exec and attach must name a container other than istio-proxy'),
    enters(
      "a terminal of the proxy's container",
      ...['attach', '-n', 'test-egress', '{pod:test-egress/curl}', '-c', 'istio-proxy'],
    ).isRefused('exec and attach must name a container other than istio-proxy'),
    changes('an ephemeral container with the capability NET_ADMIN', RUNNING, {
      spec: { ephemeralContainers: [later({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } })] },
    }).isRefused(REDIRECTION),
    changes("an ephemeral container that sees the proxy's processes", RUNNING, {
      spec: { ephemeralContainers: [later({ targetContainerName: 'istio-proxy' })] },
    }).isRefused('targetContainerName of ephemeral containers cannot be istio-proxy'),
  ],
};

const CONTROLLER = 'system:serviceaccount:kube-system';
const PIPELINE = 'system:serviceaccount:argocd:argocd-application-controller';
const slice = creates('an EndpointSlice', tenant.ENDPOINT_SLICE);
const hostsOfOthers = creates('a VirtualService for a host of a route', virtualService(['edition.cnn.com'], 'server'));
const openPolicy = creates('a NetworkPolicy with a rule for all egress', networkPolicy({ egress: [{}] }));

/** Requests of subjects other than tenants. */
const ofOthers: readonly Group<Wish>[] = [
  {
    because: 'The policies do not restrict deployers: the administrator and the service account of the pipeline.',
    expect: [
      ...[slice, externalName, hostsOfOthers, openPolicy, deleteSidecar, shell].flatMap((wish) => [
        wish.by(PIPELINE).isAdmitted(),
        wish.by().isAdmitted(),
      ]),
      creates('a policy of the network plugin', tenant.PLUGIN_POLICY).by().isAdmitted(),
      deleteLockdown.by().isAdmitted(),
    ],
  },
  {
    because: 'The policies do not restrict the controllers of Kubernetes.',
    expect: [
      slice.by(`${CONTROLLER}:endpointslice-controller`),
      deleteLockdown.by(`${CONTROLLER}:namespace-controller`),
      deleteSidecar.by(`${CONTROLLER}:namespace-controller`),
    ].map((each) => each.isAdmitted()),
  },
];

const elsewhere = { metadata: { name: 'it', namespace: 'default' } };

const inOtherNamespaces: Group<Wish> = {
  because: 'The policies apply to the namespaces of lockdowns only.',
  remains: ['B24'],
  expect: [
    creates("a pod on the node's network in another namespace", { ...pod({ hostNetwork: true }), ...elsewhere }),
    creates('a Service of type ExternalName in another namespace', {
      ...service({ type: 'ExternalName', externalName: 'a.com' }),
      ...elsewhere,
    }),
    creates('a NetworkPolicy in another namespace', { ...networkPolicy({ egress: [{}] }), ...elsewhere }),
    creates('a VirtualService in another namespace', {
      ...virtualService(['www.example.net'], 'server'),
      ...elsewhere,
    }),
    enters('a shell in a proxy of another namespace', ...inContainer('istio-proxy', 'default')),
  ].map((each) => each.isAdmitted()),
};

export const objects: readonly Group<Wish>[] = [
  admitted,
  addresses,
  labels,
  networkPolicies,
  ofPlatform,
  inTheProxy,
  ...ofOthers,
  inOtherNamespaces,
];
