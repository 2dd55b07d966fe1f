/** Requests to create pods that change what istiod injects, or that start before the redirection. */
import { Group } from '../../../test/conformance/cases/group';
import { annotated, container, pod } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';
import { ANNOTATIONS, FIELDS, VOLUMES, WITHOUT_SIDECAR } from './pods';

const BEFORE = 'the first init container must be istio-init or istio-validation';
const OF_ISTIO = 'must be as Istio injects them; allowed';
const MOUNTS = 'containers cannot mount the volumes of Istio';
const TOKENS = 'tokens of volumes cannot have the audience istio-ca';

/** Text that ends a line of istiod's template, and begins lines that remove the container. */
const REMOVES_CONTAINER = 'info"\n    $patch: delete\n    x: #';
/** The same, which removes its own annotation, and all containers of the template. */
const REMOVES_ITSELF = (key: string): string =>
  `info"\nmetadata:\n  annotations:\n    ${key}: null\nspec:\n  containers:\n  - name: istio-proxy\n    $patch: delete\n    x: #`;
const OWNER = {
  apiVersion: 'example.org/v1',
  kind: 'It',
  name: 'it"\nspec:\n  containers:\n  - name: istio-proxy\n    $patch: delete\n    x: #',
  uid: '0',
  controller: true,
};

const templates: Group<Wish> = {
  because: "The policies refuse text that istiod pastes into its template, which can remove the pod's sidecar.",
  closes: ['B1', 'B2'],
  expect: [
    ...['agentLogLevel', 'logLevel', 'componentLogLevel'].map((name) =>
      creates(
        `a pod whose annotation ${name} removes the sidecar`,
        annotated(`sidecar.istio.io/${name}`, REMOVES_CONTAINER),
      ).isRefused(ANNOTATIONS),
    ),
    creates(
      'a pod whose annotation removes the sidecar and itself',
      annotated('sidecar.istio.io/agentLogLevel', REMOVES_ITSELF('sidecar.istio.io/agentLogLevel')),
    ).isRefused(WITHOUT_SIDECAR),
    creates(
      'a pod whose owner reference removes the sidecar',
      pod({}, { name: undefined, generateName: 'it-', labels: { app: 'it' }, ownerReferences: [OWNER] }),
    ).isRefused(WITHOUT_SIDECAR),
    creates(
      'a pod with a path of metrics by which the agent calls an external host',
      pod({}, { annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/path': '@b.example.net/' } }),
    ).isRefused(`${OF_ISTIO} environment`),
  ],
};

const metrics: Group<Wish> = {
  because: 'The policies refuse agents that merge metrics: the application redirects its agent to any host.',
  closes: ['B2'],
  expect: [
    creates(
      'a pod whose agent merges the metrics of the application',
      pod({}, { annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics' } }),
    ).isRefused('cannot merge metrics of the application'),
  ],
};

const another = { name: 'early', image: 'conformance/idle' };

const early: Group<Wish> = {
  because: 'The policies refuse containers that run before the traffic of the pod is redirected.',
  closes: ['B1', 'B51'],
  expect: [
    creates(
      'a pod with an init container, and sidecars that are not native',
      pod({ initContainers: [another] }, { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }),
    ).isRefused(BEFORE),
  ],
};

const late: Group<Wish> = {
  because: 'The policies admit init containers that start after the redirection and the proxy.',
  expect: [
    creates(
      'a pod with an init container, and a native sidecar',
      pod({ initContainers: [another] }, { annotations: { 'sidecar.istio.io/nativeSidecar': 'true' } }),
    ).isAdmitted(),
  ],
};

const names: Group<Wish> = {
  because: 'The policies refuse names and certificates by which a proxy would trust another program as istiod.',
  closes: ['B52'],
  expect: [
    creates(
      'a pod in which istiod has another address',
      pod({ hostAliases: [{ ip: '203.0.113.10', hostnames: ['istiod.istio-system.svc'] }] }),
    ).isRefused(FIELDS),
    creates(
      'a pod with its own DNS server',
      pod({ dnsPolicy: 'None', dnsConfig: { nameservers: ['203.0.113.10'] } }),
    ).isRefused('dnsPolicy must be ClusterFirst'),
    creates('a pod with another hostname', pod({ hostnameOverride: 'istiod.istio-system.svc' })).isRefused(FIELDS),
    creates(
      'a pod with another certificate of istiod',
      pod({
        volumes: [
          {
            name: 'istiod-ca-cert',
            configMap: { name: 'istio-ca-root-cert', items: [{ key: 'other', path: 'root-cert.pem' }] },
          },
        ],
      }),
    ).isRefused('volumes of Istio must be as Istio injects them'),
  ],
};

const keys: Group<Wish> = {
  because: "The policies refuse containers that mount the workload's key, or the token for which istiod signs one.",
  closes: ['B53'],
  expect: [
    ...['workload-socket', 'workload-certs', 'istio-token', 'credential-socket'].map((name) =>
      creates(`a container that mounts ${name}`, container({ volumeMounts: [{ name, mountPath: '/x' }] })).isRefused(
        MOUNTS,
      ),
    ),
    creates(
      'a container with a token for istiod',
      pod({
        containers: [{ name: 'app', image: 'x', volumeMounts: [{ name: 'it', mountPath: '/x' }] }],
        volumes: [
          { name: 'it', projected: { sources: [{ serviceAccountToken: { audience: 'istio-ca', path: 'a' } }] } },
        ],
      }),
    ).isRefused(TOKENS),
  ],
};

const onTheNode: Group<Wish> = {
  because:
    'The policies refuse devices, ports and volumes of the node, and other runtimes, which Istio does not redirect.',
  closes: ['B4', 'B54'],
  expect: [
    creates(
      'a pod with a claim of a device',
      pod({ resourceClaims: [{ name: 'it', resourceClaimTemplateName: 'network' }] }),
    ).isRefused(FIELDS),
    creates(
      'a container with a device of a plugin',
      container({ resources: { limits: { 'example.org/vlan': '1' } } }),
    ).isRefused('resources of containers must be'),
    creates(
      'a container with a port of the node',
      container({ ports: [{ containerPort: 80, hostPort: 80 }] }),
    ).isRefused('hostPort must be absent'),
    creates(
      'a pod with a volume that the node mounts from an external server',
      pod({
        volumes: [
          { name: 'it', csi: { driver: 'nfs.csi.k8s.io', volumeAttributes: { server: 'b.example.net', share: '/' } } },
        ],
      }),
    ).isRefused(VOLUMES),
    creates('a pod whose containers see all its processes', pod({ shareProcessNamespace: true })).isRefused(FIELDS),
  ],
};

export const injection: readonly Group<Wish>[] = [templates, metrics, early, late, names, keys, onTheNode];
