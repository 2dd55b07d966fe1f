/** Requests to create pods. */
import { annotated, container, labelled, pod } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';
import { proxies } from './proxies';

const SIDECAR = 'that bypass or change the sidecar';
export const LEFT_OUT = 'label sidecar.istio.io/inject must be';
const PROXY_USER = 'pods and containers cannot use user or group 1337';
export const REDIRECTION = 'containers cannot add capabilities that change or bypass the redirection';
const VOLUMES = 'volumes must be of type configMap';
const ASKED = 'host of probes and hooks must be absent';
const NODE = 'hostNetwork and hostPID must be false or absent';

const asUser = (fields: object): object => ({ name: 'more', image: 'conformance/idle', securityContext: fields });

export const workloads: readonly Wish[] = [
  creates('a pod like any other', pod()).isAdmitted(),
  creates('a pod that asks for its sidecar', labelled('sidecar.istio.io/inject', 'true')).isAdmitted(),
  creates('a pod with less for its proxy', annotated('sidecar.istio.io/proxyCPU', '50m')).isAdmitted(),
  creates(
    'a pod with the annotation that the platform lets through',
    annotated('proxy.istio.io/config', '{ "holdApplicationUntilProxyStarts": true }'),
  ).isAdmitted(),
  creates('that annotation with another value', annotated('proxy.istio.io/config', '{}')).isRefused(SIDECAR),
  creates('a pod without a sidecar, by label', labelled('sidecar.istio.io/inject', 'false')).isRefused(LEFT_OUT),
  creates('a pod without a sidecar, by annotation', annotated('sidecar.istio.io/inject', 'false')).isRefused(SIDECAR),
  creates('a pod of another data plane', labelled('istio.io/dataplane-mode', 'none')).isRefused(
    'label istio.io/dataplane-mode must be absent',
  ),
  ...Object.entries({
    excludeOutboundPorts: '443',
    includeOutboundPorts: '80',
    excludeOutboundIPRanges: '203.0.113.0/24',
    excludeInterfaces: 'eth1',
    kubevirtInterfaces: 'net1',
  }).map(([name, value]) =>
    creates(`a pod with ${name}`, annotated(`traffic.sidecar.istio.io/${name}`, value)).isRefused(SIDECAR),
  ),
  creates('a pod that redirects no range', annotated('traffic.sidecar.istio.io/includeOutboundIPRanges', '')).isRefused(
    SIDECAR,
  ),
  creates(
    'a pod that redirects all ranges',
    annotated('traffic.sidecar.istio.io/includeOutboundIPRanges', '*'),
  ).isAdmitted(),
  creates(
    'a pod that excludes a port of its own server',
    annotated('traffic.sidecar.istio.io/excludeInboundPorts', '8080'),
  ).isAdmitted(),
  ...Object.entries({
    interceptionMode: 'NONE',
    bootstrapOverride: 'config',
    proxyImage: 'x',
    userVolume: '{"more":{"emptyDir":{}}}',
    discoveryAddress: 'x:15012',
  }).map(([name, value]) =>
    creates(`a pod with ${name}`, annotated(`sidecar.istio.io/${name}`, value)).isRefused(SIDECAR),
  ),
  creates('a pod injected as a gateway', annotated('inject.istio.io/templates', 'gateway')).isRefused(SIDECAR),
  creates('a pod without capture of DNS', annotated('ambient.istio.io/dns-capture', 'false')).isRefused(SIDECAR),
  creates(
    'a pod with interfaces of virtual machines',
    annotated('istio.io/reroute-virtual-interfaces', 'net1'),
  ).isRefused(SIDECAR),
  creates('a pod with a second interface', annotated('k8s.v1.cni.cncf.io/networks', 'vlan')).isRefused(SIDECAR),
  creates('a pod with another default network', annotated('v1.multus-cni.io/default-network', 'vlan')).isRefused(
    SIDECAR,
  ),
  creates("a pod on the node's network", pod({ hostNetwork: true })).isRefused(NODE),
  creates("a pod among the node's processes", pod({ hostPID: true })).isRefused(NODE),
  creates(
    'a pod with files of its node',
    pod({ volumes: [{ name: 'runtime', hostPath: { path: '/run/containerd' } }] }),
  ).isRefused(VOLUMES),
  creates(
    'a pod with files of another machine',
    pod({ volumes: [{ name: 'share', nfs: { server: 'b.example.net', path: '/' } }] }),
  ).isRefused(VOLUMES),
  creates(
    'a container that has its node ask a host',
    container({ livenessProbe: { httpGet: { host: 'b.example.net', port: 80, path: '/data' } } }),
  ).isRefused(ASKED),
  creates(
    'the same, as it starts',
    container({ lifecycle: { postStart: { httpGet: { host: '169.254.169.254', port: 80 } } } }),
  ).isRefused(ASKED),
  creates(
    'a container that is asked by its node',
    container({ livenessProbe: { httpGet: { port: 80 } } }),
  ).isAdmitted(),
  creates(
    'a pod with an address that it asks for',
    annotated('cni.projectcalico.org/ipAddrsNoIpam', '["203.0.113.10"]'),
  ).isRefused(SIDECAR),
  ...['runAsUser', 'runAsGroup', 'fsGroup'].map((field) =>
    creates(`a pod with ${field} of the proxy`, pod({ securityContext: { [field]: 1337 } })).isRefused(PROXY_USER),
  ),
  creates(
    'a pod that is also in the group of the proxy',
    pod({ securityContext: { supplementalGroups: [1, 1337] } }),
  ).isRefused(PROXY_USER),
  creates('a container of the user of the proxy', container({ securityContext: { runAsUser: 1337 } })).isRefused(
    PROXY_USER,
  ),
  creates('a container of the group of the proxy', container({ securityContext: { runAsGroup: 1337 } })).isRefused(
    PROXY_USER,
  ),
  creates('an init container of that user', pod({ initContainers: [asUser({ runAsUser: 1337 })] })).isRefused(
    PROXY_USER,
  ),
  creates('a container of some user', container({ securityContext: { runAsUser: 1000 } })).isAdmitted(),
  ...['NET_ADMIN', 'net_raw', 'CAP_SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'BPF', 'ALL'].map((name) =>
    creates(
      `a container that may ${name}`,
      container({ securityContext: { capabilities: { add: [name] } } }),
    ).isRefused(REDIRECTION),
  ),
  creates(
    'a container that may CHOWN',
    container({ securityContext: { capabilities: { add: ['CHOWN'] } } }),
  ).isAdmitted(),
  creates('a privileged container', container({ securityContext: { privileged: true } })).isRefused(
    'privileged must be false or absent',
  ),
  creates(
    'a pod that changes the proxy',
    pod({
      containers: [
        { name: 'app', image: 'x' },
        { name: 'istio-proxy', image: 'x' },
      ],
    }),
  ).isRefused(SIDECAR),
  ...proxies,
];
