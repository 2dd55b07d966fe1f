/** Requests to create Services, endpoints and policies, and to enter the containers of a proxy. */
import * as tenant from '../../../test/conformance/cases/tenant-objects';
import { asks, changes, creates, deletes, enters, Wish } from '../../../test/conformance/cases/wish';
import { DECLARED } from './routing';
import { LEFT_OUT, REDIRECTION } from './workloads';

const { networkPolicy, pod, service, virtualService } = tenant;

const OUTSIDE = 'Services cannot be of type ExternalName';
const BY_HAND = 'may create or change Endpoints and EndpointSlices';
const LABELS = 'only platform subjects may change sidecar-injection or pod-security labels';
const LABEL = ['label', '--dry-run=server', '--overwrite', 'namespace', 'test-egress'];
const STATUS = '--subresource=status';
/** An ephemeral container as `kubectl debug` adds it. A real `kubectl debug` would leave the container in the pod. */
const RUNNING = ['pod', '-n', 'test-egress', '{pod:test-egress/curl}', '--subresource=ephemeralcontainers'];
const later = (fields: object): object => ({ name: 'later', image: 'conformance/idle', ...fields });
const GOES_OUT = 'may create, change or delete a NetworkPolicy for egress';

export const objects: readonly Wish[] = [
  creates('a Service', service({ ports: [{ port: 80 }], selector: { app: 'server' } })).isAdmitted(),
  creates('an ExternalName', service({ type: 'ExternalName', externalName: 'edition.cnn.com' })).isRefused(OUTSIDE),
  creates('a Service with externalIPs', service({ ports: [{ port: 80 }], externalIPs: ['203.0.113.10'] })).isRefused(
    'externalIPs',
  ),
  changes('a pod with the address of a host outside', ['pod', '-n', 'test-egress', '{pod:test-egress/curl}', STATUS], {
    status: { podIP: '203.0.113.10', podIPs: [{ ip: '203.0.113.10' }] },
  }).isRefused("the pod's node may change podIP and podIPs"),
  changes('a pod that has failed', ['pod', '-n', 'test-egress', '{pod:test-egress/curl}', STATUS], {
    status: { reason: 'Failed' },
  }).isAdmitted(),
  changes('a Service with a load balancer at a host outside', ['service', '-n', 'test-egress', 'balanced', STATUS], {
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
  }).isRefused('may change load balancer addresses'),
  asks('its namespace without sidecars', ...LABEL, 'istio-injection=disabled').isRefused(LABELS),
  asks('its namespace with another data plane', ...LABEL, 'istio.io/dataplane-mode=none').isRefused(LABELS),
  asks('its namespace with a label of its own', ...LABEL, 'team=a').isAdmitted(),
  asks('its namespace with a note', 'annotate', '--dry-run=server', 'namespace', 'test-egress', 'a=b').isAdmitted(),
  creates('an EndpointSlice', tenant.ENDPOINT_SLICE).isRefused(BY_HAND),
  creates('Endpoints', tenant.ENDPOINTS).isRefused(BY_HAND),
  creates('a NetworkPolicy for what comes in', networkPolicy({ policyTypes: ['Ingress'] })).isAdmitted(),
  creates(
    'a NetworkPolicy that opens the lockdown',
    networkPolicy({ policyTypes: ['Egress'], egress: [{}] }),
  ).isRefused(GOES_OUT),
  creates('a NetworkPolicy that closes what goes out', networkPolicy({ policyTypes: ['Ingress', 'Egress'] })).isRefused(
    GOES_OUT,
  ),
  creates("a policy of the network plugin's own", tenant.PLUGIN_POLICY).isRefused('policies of the network plugin'),
  creates("a policy of the network plugin's own", tenant.PLUGIN_POLICY).by().isAdmitted(),
  changes('the lockdown, opened', ['networkpolicy', '-n', 'test-egress', 'egress-lockdown-test-egress'], {
    spec: { egress: [{}] },
  }).isRefused(GOES_OUT),
  changes(
    'the lockdown, made one for what comes in',
    ['networkpolicy', '-n', 'test-egress', 'egress-lockdown-test-egress'],
    {
      spec: { egress: null, policyTypes: ['Ingress'] },
    },
  ).isRefused(GOES_OUT),
  deletes('the lockdown, deleted', 'networkpolicy', '-n', 'test-egress', 'egress-lockdown-test-egress').isRefused(
    GOES_OUT,
  ),
  deletes('the lockdown, deleted', 'networkpolicy', '-n', 'test-egress', 'egress-lockdown-test-egress')
    .by()
    .isAdmitted(),

  enters(
    "a shell in the proxy's container",
    'exec',
    '-n',
    'test-egress',
    '{pod:test-egress/curl}',
    '-c',
    'istio-proxy',
    '--',
    'id',
  ).isRefused('exec and attach must name a container other than istio-proxy'),
  enters(
    "a terminal at the proxy's container",
    'attach',
    '-n',
    'test-egress',
    '{pod:test-egress/curl}',
    '-c',
    'istio-proxy',
  ).isRefused('exec and attach must name a container other than istio-proxy'),
  enters(
    'a shell in its own container',
    'exec',
    '-n',
    'test-egress',
    '{pod:test-egress/curl}',
    '-c',
    'curl',
    '--',
    'id',
  ).isAdmitted(),
  changes('a container in a running pod that may change the redirection', RUNNING, {
    spec: { ephemeralContainers: [later({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } })] },
  }).isRefused(REDIRECTION),
  changes('a container in a running pod among the processes of the proxy', RUNNING, {
    spec: { ephemeralContainers: [later({ targetContainerName: 'istio-proxy' })] },
  }).isRefused('targetContainerName of ephemeral containers cannot be istio-proxy'),
  changes('a container in a running pod beside the application', RUNNING, {
    spec: { ephemeralContainers: [later({ targetContainerName: 'curl' })] },
  }).isAdmitted(),
];

const elsewhere = { metadata: { name: 'it', namespace: 'default' } };

const CONTROLLER = 'system:serviceaccount:kube-system';
const PIPELINE = 'system:serviceaccount:argocd:argocd-application-controller';

const slice = creates('an EndpointSlice', tenant.ENDPOINT_SLICE);
const opened = creates('a NetworkPolicy for what goes out', networkPolicy({ egress: [{}] }));
const sidecar = deletes(
  'the Sidecar of the platform, deleted',
  'sidecar',
  '-n',
  'test-egress',
  'egress-sidecar-test-egress',
);
const shell = enters(
  "a shell in the proxy's container",
  'exec',
  '-n',
  'test-egress',
  '{pod:test-egress/curl}',
  '-c',
  'istio-proxy',
  '--',
  'id',
);

const FROM_BEFORE = ['pod', '-n', 'test-egress', '{pod:test-egress/plain}'];

/** Changes to objects that exist, and requests of subjects other than tenants. */
export const changed: readonly Wish[] = [
  changes('a Service, made an ExternalName', ['service', '-n', 'test-egress', 'server'], {
    spec: { type: 'ExternalName', externalName: 'edition.cnn.com', clusterIP: null, clusterIPs: null },
  }).isRefused(OUTSIDE),
  asks(
    'the EndpointSlices of a Service, changed',
    'label',
    '--dry-run=server',
    '-n',
    'test-egress',
    'endpointslice',
    '-l',
    'kubernetes.io/service-name=server',
    'a=b',
  ).isRefused(BY_HAND),
  changes('the Sidecar of the platform', ['sidecar', '-n', 'test-egress', 'egress-sidecar-test-egress'], {
    spec: { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } },
  }).isRefused(DECLARED),
  sidecar.isRefused(DECLARED),
  ...[slice, opened, sidecar, shell].flatMap((wish) => [wish.by(PIPELINE).isAdmitted(), wish.by().isAdmitted()]),
  slice.by(`${CONTROLLER}:endpointslice-controller`).isAdmitted(),
  changes('a pod from before without a sidecar, finished by its controller', FROM_BEFORE, {
    metadata: { finalizers: ['example.org/done'] },
  }).isAdmitted(),
  changes('the same, with other labels', FROM_BEFORE, { metadata: { labels: { a: 'b' } } }).isRefused(LEFT_OUT),
  changes('the same, with its status', [...FROM_BEFORE, STATUS], { metadata: { labels: { a: 'b' } } }).isRefused(
    LEFT_OUT,
  ),
  changes('its namespace without sidecars, with its status', ['namespace', 'test-egress', STATUS], {
    metadata: { labels: { 'istio-injection': 'disabled' } },
  }).isRefused(LABELS),
  deletes('the lockdown, deleted', 'networkpolicy', '-n', 'test-egress', 'egress-lockdown-test-egress')
    .by(`${CONTROLLER}:namespace-controller`)
    .isAdmitted(),
  sidecar.by(`${CONTROLLER}:namespace-controller`).isAdmitted(),
];

/** Requests in namespaces without a lockdown, which the policies do not cover. */
export const others: readonly Wish[] = [
  creates("a pod on the node's network, elsewhere", { ...pod({ hostNetwork: true }), ...elsewhere }).isAdmitted(),
  creates('an ExternalName, elsewhere', {
    ...service({ type: 'ExternalName', externalName: 'a.com' }),
    ...elsewhere,
  }).isAdmitted(),
  creates('a NetworkPolicy, elsewhere', { ...networkPolicy({ egress: [{}] }), ...elsewhere }).isAdmitted(),
  creates('a VirtualService, elsewhere', {
    ...virtualService(['www.example.net'], 'server'),
    ...elsewhere,
  }).isAdmitted(),
  enters(
    'a shell in a proxy, elsewhere',
    'exec',
    '-n',
    'default',
    '{pod:default/curl}',
    '-c',
    'istio-proxy',
    '--',
    'id',
  ).isAdmitted(),
];
