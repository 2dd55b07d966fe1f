/** Requests to create pods. */
import { Group } from '../../../test/conformance/cases/group';
import { annotated, container, labelled, pod } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';
import { injection } from './injection';
import { ANNOTATIONS, FIELDS, VOLUMES, WITHOUT_SIDECAR } from './pods';
import { proxies } from './proxies';

const PROXY_USER = 'pods and containers cannot use user or group 1337';
export const REDIRECTION = 'containers can add only the capabilities';
const PROBED = 'host of probes and hooks must be absent';

const asUser = (fields: object): object => ({ name: 'more', image: 'conformance/idle', securityContext: fields });

const annotatedWith = (prefix: string, annotations: Readonly<Record<string, string>>): Wish[] =>
  Object.entries(annotations).map(([name, value]) =>
    creates(`a pod with the annotation ${prefix}/${name}`, annotated(`${prefix}/${name}`, value)).isRefused(
      ANNOTATIONS,
    ),
  );

const admitted: Group<Wish> = {
  because: 'The policies admit pods that keep their sidecar and its redirection.',
  expect: [
    creates('a pod with one container', pod()),
    creates('a pod with the label that enables injection', labelled('sidecar.istio.io/inject', 'true')),
    creates('a pod with a CPU request for its proxy', annotated('sidecar.istio.io/proxyCPU', '50m')),
    creates(
      'a pod with an annotation of allowedPodAnnotations',
      annotated('proxy.istio.io/config', '{ "holdApplicationUntilProxyStarts": true }'),
    ),
    creates(
      'a pod that redirects all outbound ranges',
      annotated('traffic.sidecar.istio.io/includeOutboundIPRanges', '*'),
    ),
    creates(
      'a pod that excludes an inbound port from its sidecar',
      annotated('traffic.sidecar.istio.io/excludeInboundPorts', '8080'),
    ),
    creates('a container with a probe of its own port', container({ livenessProbe: { httpGet: { port: 80 } } })),
    creates(
      'a container that runs as another user than the proxy',
      container({ securityContext: { runAsUser: 1000 } }),
    ),
    creates('a pod with fields that are false', pod({ hostNetwork: false, hostPID: false, hostIPC: false })),
    creates(
      'a pod with annotations of ordinary tools',
      pod(
        {},
        {
          annotations: {
            'kubectl.kubernetes.io/restartedAt': '2026-11-29T00:00:00Z',
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': '8080',
            'prometheus.io/path': '/metrics',
            'prometheus.istio.io/merge-metrics': 'false',
            'checksum/config': 'a1b2',
            'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
          },
        },
      ),
    ),
    creates(
      'a pod with another limit of dots in names',
      pod({ dnsConfig: { options: [{ name: 'ndots', value: '2' }] } }),
    ),
    creates(
      'a pod with a log level of its proxy',
      annotated('sidecar.istio.io/componentLogLevel', 'misc:error,rbac:debug'),
    ),
    creates(
      'a container with the capability CHOWN',
      container({ securityContext: { capabilities: { add: ['CHOWN'] } } }),
    ),
  ].map((each) => each.isAdmitted()),
};

const withoutSidecar: Group<Wish> = {
  because: 'The policies refuse pods without a sidecar, whose traffic is not redirected to the gateway.',
  closes: ['B1'],
  expect: [
    creates('a pod with the label that disables injection', labelled('sidecar.istio.io/inject', 'false')).isRefused(
      WITHOUT_SIDECAR,
    ),
    creates(
      'a pod with the annotation that disables injection',
      annotated('sidecar.istio.io/inject', 'false'),
    ).isRefused(ANNOTATIONS),
    creates('a pod with a label of ambient mode', labelled('istio.io/dataplane-mode', 'none')).isRefused(
      'label istio.io/dataplane-mode must be absent',
    ),
  ],
};

const annotations: Group<Wish> = {
  because: 'The policies refuse annotations that exclude traffic of a pod from its sidecar, or change the sidecar.',
  closes: ['B2'],
  expect: [
    ...annotatedWith('traffic.sidecar.istio.io', {
      excludeOutboundPorts: '443',
      includeOutboundPorts: '80',
      excludeOutboundIPRanges: '203.0.113.0/24',
      excludeInterfaces: 'eth1',
      kubevirtInterfaces: 'net1',
      includeOutboundIPRanges: '',
    }),
    ...annotatedWith('sidecar.istio.io', {
      interceptionMode: 'NONE',
      bootstrapOverride: 'config',
      proxyImage: 'x',
      userVolume: '{"more":{"emptyDir":{}}}',
      discoveryAddress: 'x:15012',
    }),
    ...annotatedWith('inject.istio.io', { templates: 'gateway' }),
    ...annotatedWith('ambient.istio.io', { 'dns-capture': 'false' }),
    ...annotatedWith('istio.io', { 'reroute-virtual-interfaces': 'net1' }),
    creates(
      'a pod with another value for an annotation of allowedPodAnnotations',
      annotated('proxy.istio.io/config', '{}'),
    ).isRefused(ANNOTATIONS),
  ],
};

const networks: Group<Wish> = {
  because:
    'The policies refuse annotations of network plugins that give a pod a network or an address past its sidecar.',
  closes: ['B2', 'B54'],
  expect: [
    ...annotatedWith('k8s.v1.cni.cncf.io', { networks: 'vlan' }),
    ...annotatedWith('v1.multus-cni.io', { 'default-network': 'vlan' }),
    ...annotatedWith('cni.projectcalico.org', { ipAddrsNoIpam: '["203.0.113.10"]', floatingIPs: '["203.0.113.10"]' }),
    ...annotatedWith('networking.gke.io', { interfaces: '[]' }),
    ...annotatedWith('k8s.ovn.org', { 'routing-namespaces': 'x' }),
    ...annotatedWith('danm.k8s.io', { interfaces: '[]' }),
    ...annotatedWith('plugin-of-tomorrow.example', { network: 'x' }),
    creates('a pod with the annotation cni', annotated('cni', 'weave')).isRefused(ANNOTATIONS),
  ],
};

const onTheNode: Group<Wish> = {
  because:
    'The policies refuse pods with the network, the processes or the files of their node, which bypass NetworkPolicies.',
  closes: ['B4'],
  expect: [
    creates("a pod on the node's network", pod({ hostNetwork: true })).isRefused(FIELDS),
    creates("a pod that sees the node's processes", pod({ hostPID: true })).isRefused(FIELDS),
    creates("a pod that shares the node's memory", pod({ hostIPC: true })).isRefused(FIELDS),
    creates(
      'a pod that mounts a folder of its node',
      pod({ volumes: [{ name: 'runtime', hostPath: { path: '/run/containerd' } }] }),
    ).isRefused(VOLUMES),
  ],
};

const byTheNode: Group<Wish> = {
  because: 'The policies refuse volumes, probes and hooks with another host, to which the node itself connects.',
  closes: ['B4'],
  expect: [
    creates(
      'a pod that mounts a folder of an NFS server',
      pod({ volumes: [{ name: 'share', nfs: { server: 'b.example.net', path: '/' } }] }),
    ).isRefused(VOLUMES),
    creates(
      'a container with a probe of an external host',
      container({ livenessProbe: { httpGet: { host: 'b.example.net', port: 80, path: '/data' } } }),
    ).isRefused(PROBED),
    creates(
      'a container with a postStart hook to the metadata address',
      container({ lifecycle: { postStart: { httpGet: { host: '169.254.169.254', port: 80 } } } }),
    ).isRefused(PROBED),
  ],
};

const asProxy: Group<Wish> = {
  because:
    'The policies refuse user and group 1337, whose traffic counts as traffic of the proxy and is not redirected.',
  closes: ['B3'],
  expect: [
    ...['runAsUser', 'runAsGroup', 'fsGroup'].map((field) =>
      creates(`a pod with ${field} of the proxy`, pod({ securityContext: { [field]: 1337 } })),
    ),
    creates(
      'a pod with the group of the proxy as a supplemental group',
      pod({ securityContext: { supplementalGroups: [1, 1337] } }),
    ),
    creates('a container with the user of the proxy', container({ securityContext: { runAsUser: 1337 } })),
    creates('a container with the group of the proxy', container({ securityContext: { runAsGroup: 1337 } })),
    creates('an init container with the user of the proxy', pod({ initContainers: [asUser({ runAsUser: 1337 })] })),
  ].map((each) => each.isRefused(PROXY_USER)),
};

const capabilities: Group<Wish> = {
  because: 'The policies refuse privileges with which a container can remove the redirection to its sidecar.',
  closes: ['B3'],
  expect: [
    ...[
      'NET_ADMIN',
      'net_raw',
      'CAP_SYS_ADMIN',
      'SYS_PTRACE',
      'SYS_MODULE',
      'BPF',
      'ALL',
      'DAC_READ_SEARCH',
      'SYS_RAWIO',
      'SYS_BOOT',
    ].map((name) =>
      creates(
        `a container with the capability ${name}`,
        container({ securityContext: { capabilities: { add: [name] } } }),
      ).isRefused(REDIRECTION),
    ),
    creates('a privileged container', container({ securityContext: { privileged: true } })).isRefused(
      'privileged must be false or absent',
    ),
  ],
};

const changed: Group<Wish> = {
  because: 'The policies refuse a pod with its own container istio-proxy, which replaces the injected proxy.',
  closes: ['B3'],
  expect: [
    creates(
      'a pod with a container istio-proxy',
      pod({
        containers: [
          { name: 'app', image: 'x' },
          { name: 'istio-proxy', image: 'x' },
        ],
      }),
    ).isRefused(ANNOTATIONS),
  ],
};

export const workloads: readonly Group<Wish>[] = [
  admitted,
  withoutSidecar,
  annotations,
  networks,
  onTheNode,
  byTheNode,
  asProxy,
  capabilities,
  changed,
  ...proxies,
  ...injection,
];
