import { workloadPolicy } from '../../../../lib/render/admission/workloads';
import { verdict } from '../../../support/admission';

const facts = {
  ...{ clusterDomain: 'cluster.local', trustDomain: 'cluster.local', rootNamespace: 'istio-system' },
  ...{
    allowedPodAnnotations: { 'proxy.istio.io/config': 'exact' },
    allowedPodAnnotationKeys: ['example.com/', 'rollme'],
  },
  ...{
    allowedPodFields: ['runtimeClassName'],
    allowedCsiDrivers: ['csi.spiffe.io'],
    allowedResources: ['nvidia.com/gpu'],
  },
  trusted: { users: ['ci'], groups: [] },
};
const injection = {
  proxyImages: ['docker.io/istio/proxyv2'],
  proxyConfigs: ['{"holdApplicationUntilProxyStarts":true}'],
  proxyEnv: { BOOTSTRAP_XDS_AGENT: 'true' },
  proxyMounts: ['vault-token:/var/run/vault'],
  proxyInitArgs: [],
  enablePrometheusMerge: true,
  proxyUserId: 1337,
};
const policy = workloadPolicy({ ...facts, istioInjection: injection });

const REDIRECT = [
  ...['istio-iptables', '-p', '15001', '-z', '15006', '-u', '1337', '-m', 'REDIRECT', '-i', '*', '-x', '', '-b', '*'],
  ...['-d', '15090,15021,15020', '--log_output_level=default:info'],
];
const value = (name: string, text: string): object => ({ name, value: text });
const mount = (name: string, mountPath: string, more: object = {}): object => ({ name, mountPath, ...more });

/** As istiod injects it. */
const PROXY = {
  name: 'istio-proxy',
  image: 'docker.io/istio/proxyv2:1.31.0',
  args: [
    ...['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local', '--proxyLogLevel=warning'],
    ...['--proxyComponentLogLevel=misc:error', '--log_output_level=default:info'],
  ],
  env: [
    value('PILOT_CERT_PROVIDER', 'istiod'),
    value('CA_ADDR', 'istiod.istio-system.svc:15012'),
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    value('PROXY_CONFIG', '{}\n'),
    value('ISTIO_META_POD_PORTS', '[\n]'),
    value('TRUST_DOMAIN', 'cluster.local'),
  ],
  lifecycle: { postStart: { exec: { command: ['pilot-agent', 'wait'] } } },
  readinessProbe: { httpGet: { port: 15021 } },
  securityContext: { runAsUser: 1337, runAsGroup: 1337 },
  volumeMounts: [
    mount('workload-socket', '/var/run/secrets/workload-spiffe-uds'),
    mount('istio-envoy', '/etc/istio/proxy'),
    mount('kube-api-access-x7f2q', '/var/run/secrets/kubernetes.io/serviceaccount', { readOnly: true }),
  ],
};
const INIT = {
  name: 'istio-init',
  image: 'docker.io/istio/proxyv2:1.31.0',
  args: REDIRECT,
  securityContext: { runAsUser: 0, runAsGroup: 0, capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] } },
};
const VALIDATION = {
  ...INIT,
  name: 'istio-validation',
  args: [...REDIRECT, '--run-validation', '--skip-rule-apply'],
  securityContext: { runAsUser: 1337, runAsGroup: 1337, capabilities: { drop: ['ALL'] } },
};

/** A pod as it is once its sidecar is in. */
const injected = {
  metadata: {
    annotations: { 'sidecar.istio.io/status': '{}', 'istio.io/rev': 'default', 'prometheus.io/scrape': 'true' },
    labels: { app: 'x', 'security.istio.io/tlsMode': 'istio' },
  },
  spec: { containers: [{ name: 'app', image: 'x' }, PROXY], initContainers: [INIT] },
  status: { initContainerStatuses: [{ name: 'istio-init', state: { terminated: { exitCode: 0 } } }] },
};

const with_ = (metadata: object, spec: object = {}): object => ({
  metadata: { ...injected.metadata, ...metadata },
  spec: { ...injected.spec, ...spec },
  status: injected.status,
});

const container = (fields: object): object => with_({}, { containers: [{ name: 'app', image: 'x', ...fields }] });
const proxy = (fields: object): object => with_({}, { containers: [{ ...PROXY, ...fields }] });
const init = (fields: object): object => with_({}, { initContainers: [{ ...INIT, ...fields }] });

it.each<[string, object]>([
  ['with its sidecar in', injected],
  ['with nothing but a container', { metadata: {}, spec: { containers: [{ name: 'a', image: 'x' }] } }],
  [
    'with the sidecar as an init container',
    {
      metadata: {},
      spec: { containers: [], initContainers: [INIT, { ...PROXY, restartPolicy: 'Always' }] },
    },
  ],
  ['with a digest for the image', with_({}, { containers: [{ ...PROXY, image: 'docker.io/istio/proxyv2@sha256:0' }] })],
  ['with the annotation that is let through', with_({ annotations: { 'proxy.istio.io/config': 'exact' } })],
  [
    'with the configuration that the mesh has',
    proxy({ env: [value('PROXY_CONFIG', '{"holdApplicationUntilProxyStarts":true}\n')] }),
  ],
  [
    "with a revision's istiod",
    proxy({ env: [value('PROXY_CONFIG', '{"discoveryAddress":"istiod-1-31.istio-system.svc:15012"}')] }),
  ],
  ['with a mount that the platform names', proxy({ volumeMounts: [mount('vault-token', '/var/run/vault')] })],
  [
    'with the identity that a cloud gives to every container',
    proxy({
      env: [value('AWS_ROLE_ARN', 'arn:aws:iam::1:role/x')],
      volumeMounts: [mount('aws-iam-token', '/var/run/secrets/eks.amazonaws.com/serviceaccount', { readOnly: true })],
    }),
  ],
  ['as a second network was added to it', with_({ annotations: { 'k8s.v1.cni.cncf.io/network-status': '[]' } })],
  [
    'whose proxy is drained in the end',
    proxy({
      lifecycle: { preStop: { exec: { command: ['pilot-agent', 'request', '--debug-port=15020', 'POST', 'drain'] } } },
    }),
  ],
  ['with a variable that the platform names', proxy({ env: [value('BOOTSTRAP_XDS_AGENT', 'true')] })],
  [
    'whose redirection a plugin has done',
    with_(
      {},
      {
        initContainers: [VALIDATION],
      },
    ),
  ],
  [
    'with probes of its own port',
    container({ livenessProbe: { httpGet: { port: 80 } }, lifecycle: { preStop: { tcpSocket: { port: 1 } } } }),
  ],
  ['with volumes of its own', with_({}, { volumes: [{ name: 'a', emptyDir: {} }] })],
  [
    'with a volume of a driver that the platform names',
    with_({}, { volumes: [{ name: 'a', csi: { driver: 'csi.spiffe.io' } }] }),
  ],
  ['with a field that the platform names', with_({}, { runtimeClassName: 'nvidia' })],
  [
    'with a resource that the platform names',
    container({ resources: { limits: { 'nvidia.com/gpu': '1', cpu: '1' } } }),
  ],
  ['with huge pages', container({ resources: { limits: { 'hugepages-2Mi': '1Mi' } } })],
  ['with annotations that the platform names', with_({ annotations: { 'example.com/team': 'x', rollme: 'abc' } })],
  [
    'with a container after the redirection',
    with_(
      {},
      { initContainers: [INIT, { ...PROXY, restartPolicy: 'Always' }, { name: 'a', image: 'x' }], containers: [] },
    ),
  ],
  [
    'with the volumes of its sidecar',
    with_(
      {},
      {
        volumes: [
          ...['workload-socket', 'workload-certs', 'istio-data'].map((name) => ({ name, emptyDir: {} })),
          { name: 'istio-envoy', emptyDir: { medium: 'Memory' } },
          { name: 'istiod-ca-cert', configMap: { name: 'istio-ca-root-cert', defaultMode: 420 } },
          { name: 'istio-token', projected: { sources: [{ serviceAccountToken: { audience: 'istio-ca' } }] } },
          {
            name: 'istio-podinfo',
            downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] },
          },
        ],
      },
    ),
  ],
  [
    "with a certificate of istiod from the cluster's bundle",
    with_(
      {},
      {
        volumes: [
          {
            name: 'istiod-ca-cert',
            projected: {
              sources: [{ clusterTrustBundle: { name: 'istio.io:istiod-ca:root-cert', path: 'root-cert.pem' } }],
            },
          },
        ],
      },
    ),
  ],
  [
    'as a plugin that redirects leaves it',
    with_({
      annotations: {
        'traffic.sidecar.istio.io/includeOutboundIPRanges': '*',
        'sidecar.istio.io/interceptionMode': 'REDIRECT',
      },
    }),
  ],
])('a pod is admitted %s', (_, object) => {
  expect(verdict(policy, { object })).toEqual([]);
});

const PROBED = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'],
].flatMap((field) => [`${field}.httpGet`, `${field}.tcpSocket`]);
/** An object in fields of fields. */
const nested = (path: string, value: object): object =>
  path.split('.').reduceRight<object>((inner, field) => ({ [field]: inner }), value);
const as = (securityContext: object): object => ({ name: 'more', image: 'x', securityContext });

it.each<[string, object, RegExp]>([
  [
    'another value of that annotation',
    with_({ annotations: { 'proxy.istio.io/config': 'other' } }),
    /annotations outside/,
  ],
  ['overrides', with_({ annotations: { 'proxy.istio.io/overrides': '{}' } }), /annotations outside/],
  [
    'an excluded port',
    with_({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' } }),
    /annotations outside/,
  ],
  [
    'an annotation that Istio may have one day',
    with_({ annotations: { 'traffic.sidecar.istio.io/new': '' } }),
    /annotations outside/,
  ],
  ['no redirection', with_({ annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } }), /annotations outside/],
  ['the other data plane', with_({ labels: { 'istio.io/dataplane-mode': 'ambient' } }), /another data plane/],
  ["the node's network", with_({}, { hostNetwork: true }), /fields outside/],
  ["the node's processes", with_({}, { hostPID: true }), /fields outside/],
  ["the node's files", with_({}, { volumes: [{ name: 'a', hostPath: { path: '/run' } }] }), /volumes must be of type/],
  [
    'a share of another machine',
    with_(
      {},
      {
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'b', nfs: {} },
        ],
      },
    ),
    /volumes must be of type/,
  ],
  ...PROBED.map((field): [string, object, RegExp] => [
    `a host that the node asks by ${field}`,
    container(nested(field, { host: 'a.com' })),
    /host of probes and hooks must be absent/,
  ]),
  [
    'an address of its own',
    with_({ annotations: { 'cni.projectcalico.org/ipAddrsNoIpam': '[]' } }),
    /annotations outside/,
  ],
  [
    "the proxy's processes in a container that comes later",
    with_({}, { ephemeralContainers: [{ name: 'x', image: 'x', targetContainerName: 'istio-proxy' }] }),
    /targetContainerName/,
  ],
  [
    'interfaces of virtual machines',
    with_({ annotations: { 'istio.io/reroute-virtual-interfaces': 'net1' } }),
    /annotations outside/,
  ],
  [
    "the proxy's files in another container",
    container({ volumeMounts: [mount('istio-envoy', '/x')] }),
    /volumes of Istio/,
  ],
  ["the proxy's user for all", with_({}, { securityContext: { runAsUser: 1337 } }), /1337/],
  ["the proxy's group besides", with_({}, { securityContext: { supplementalGroups: [1337] } }), /1337/],
  ["the proxy's group for a container", container({ securityContext: { runAsGroup: 1337 } }), /1337/],
  ["the proxy's user in an init container", with_({}, { initContainers: [INIT, as({ runAsUser: 1337 })] }), /1337/],
  [
    "the proxy's user in a container that comes later",
    with_({}, { ephemeralContainers: [as({ runAsUser: 1337 })] }),
    /1337/,
  ],
  [
    "the proxy's name in a container that comes later",
    with_({}, { ephemeralContainers: [{ ...as({ runAsUser: 1337 }), name: 'istio-proxy' }] }),
    /1337/,
  ],
  ['NET_ADMIN', container({ securityContext: { capabilities: { add: ['CHOWN', 'NET_ADMIN'] } } }), /can add only/],
  [
    'net_admin, as some runtimes take it',
    container({ securityContext: { capabilities: { add: ['cap_net_admin'] } } }),
    /can add only/,
  ],
  ['privilege', container({ securityContext: { privileged: true } }), /privileged/],
  ['another image for the proxy', proxy({ image: 'evil.example/istio/proxyv2:1' }), /allowed image/],
  ['a repository that begins the same', proxy({ image: 'docker.io/istio/proxyv2-evil' }), /allowed image/],
  ['a command for the proxy', proxy({ command: ['sh'] }), /allowed fields/],
  ['other arguments for the proxy', proxy({ args: ['request'] }), /allowed arguments/],
  [
    'a shell before the proxy ends',
    proxy({ lifecycle: { preStop: { exec: { command: ['sh'] } } } }),
    /allowed programs in hooks/,
  ],
  ['a shell that looks after the proxy', proxy({ livenessProbe: { exec: { command: ['sh'] } } }), /allowed fields/],
  ["the node's memory", with_({}, { hostIPC: true }), /fields outside/],
  ['a field of a release that is yet to come', with_({}, { hostNext: 'x' }), /fields outside/],
  ['a claim of a device', with_({}, { resourceClaims: [] }), /fields outside/],
  ['other addresses of names', with_({}, { hostAliases: [] }), /fields outside/],
  ['its own DNS servers', with_({}, { dnsConfig: { nameservers: ['203.0.113.1'] } }), /dnsPolicy/],
  ['domains of its own', with_({}, { dnsConfig: { searches: ['a.com'] } }), /dnsPolicy/],
  ['the DNS of the node', with_({}, { dnsPolicy: 'Default' }), /dnsPolicy/],
  ['a port of the node', container({ ports: [{ containerPort: 1 }, { containerPort: 2, hostPort: 2 }] }), /hostPort/],
  ['a device of a plugin', container({ resources: { limits: { 'a.com/vlan': '1' } } }), /resources of containers/],
  ['a request for a device', container({ resources: { requests: { 'a.com/vlan': '1' } } }), /resources of containers/],
  [
    'a volume of a driver',
    with_({}, { volumes: [{ name: 'a', csi: { driver: 'nfs.csi.k8s.io' } }] }),
    /volumes must be/,
  ],
  [
    'a capability beyond baseline',
    container({ securityContext: { capabilities: { add: ['SYS_BOOT'] } } }),
    /can add only/,
  ],
  ['an annotation that nobody named', with_({ annotations: { cni: 'weave' } }), /annotations outside/],
  ['a namesake of a named key', with_({ annotations: { 'rollme.a.com/x': '' } }), /annotations outside/],
  [
    'text that istiod pastes',
    with_({ annotations: { 'sidecar.istio.io/agentLogLevel': 'info"\n$patch: delete' } }),
    /annotations outside/,
  ],
  [
    'a path of metrics that is a host',
    with_({ annotations: { 'prometheus.io/path': '@a.com/' } }),
    /annotations outside/,
  ],
  [
    'a token for istiod',
    with_(
      {},
      { volumes: [{ name: 'a', projected: { sources: [{ serviceAccountToken: { audience: 'istio-ca' } }] } }] },
    ),
    /audience istio-ca/,
  ],
  ["the workload's key", container({ volumeMounts: [mount('workload-socket', '/x')] }), /volumes of Istio/],
  [
    'a certificate of its own for istiod',
    with_({}, { volumes: [{ name: 'istiod-ca-cert', configMap: { name: 'istio-ca-root-cert', items: [] } }] }),
    /volumes of Istio must/,
  ],
  [
    'a configuration of the agent in a ConfigMap',
    with_({}, { volumes: [{ name: 'istio-podinfo', configMap: { name: 'x' } }] }),
    /volumes of Istio must/,
  ],
  [
    'annotations for the agent from elsewhere',
    with_(
      {},
      {
        volumes: [
          {
            name: 'istio-podinfo',
            downwardAPI: { items: [{ path: 'annotations', fieldRef: { fieldPath: 'metadata.labels' } }] },
          },
        ],
      },
    ),
    /volumes of Istio must/,
  ],
  [
    'a container before the redirection',
    with_({}, { initContainers: [{ name: 'a', image: 'x' }, INIT] }),
    /the first init container/,
  ],
  [
    'a container between a validation of its own and the redirection',
    with_({}, { initContainers: [VALIDATION, { name: 'a', image: 'x' }, INIT] }),
    /the first init container/,
  ],
  ['no redirection at all', with_({}, { initContainers: [] }), /the first init container/],
  ['a redirection beside the application', init({ restartPolicy: 'Always' }), /allowed fields/],
])('a pod is refused for %s', (_, object, message) => {
  expect(verdict(policy, { object })).toEqual([expect.stringMatching(message)]);
});

const swapped = (flag: string, text: string): string[] =>
  REDIRECT.map((arg, index) => (REDIRECT[index - 1] === flag ? text : arg));
const NAMES = ['istio-proxy', 'istio-init', 'istio-validation'];
const EVERY: readonly (readonly [what: string, fields: object, message: RegExp])[] = [
  ['an own bootstrap', { env: [value('ISTIO_BOOTSTRAP_OVERRIDE', '/x')] }, /environment/],
  ['another istiod', { env: [value('PROXY_CONFIG', '{"discoveryAddress":"evil.svc:15012"}')] }, /environment/],
  ['a configuration from elsewhere', { env: [{ name: 'PROXY_CONFIG', valueFrom: {} }] }, /environment/],
  ['a flag by its variable', { env: [value('ISTIO_OUTBOUND_PORTS_EXCLUDE', '443')] }, /environment/],
  ['variables from elsewhere', { envFrom: [{ configMapRef: { name: 'x' } }] }, /fields/],
  ['a file in the place of a program', { volumeMounts: [mount('x', '/usr/local/bin')] }, /volumes/],
  ['its own volume elsewhere', { volumeMounts: [mount('istio-podinfo', '/var/lib/istio/envoy')] }, /volumes/],
  ['a part of a volume', { volumeMounts: [mount('istio-data', '/var/lib/istio/data', { subPath: 'x' })] }, /volumes/],
  ['no arguments', { args: undefined }, /arguments/],
  ['an empty list of arguments', { args: [] }, /arguments/],
  ['arguments of no program of those', { args: ['version'] }, /arguments/],
  [
    'a clean-up behind its start',
    { lifecycle: { postStart: { exec: { command: ['pilot-agent', 'istio-clean-iptables'] } } } },
    /hooks/,
  ],
  [
    'a host that is asked as it starts',
    { lifecycle: { postStart: { exec: { command: ['pilot-agent', 'wait', '--url', 'http://a.com'] } } } },
    /hooks/,
  ],
  [
    'another request of the proxy',
    {
      lifecycle: {
        preStop: { exec: { command: ['pilot-agent', 'request', '--debug-port=15020', 'POST', 'quitquitquit'] } },
      },
    },
    /hooks/,
  ],
  ['a request of the node behind its start', { lifecycle: { postStart: { httpGet: { port: 80 } } } }, /hooks/],
  [
    'a host that the node looks for',
    { readinessProbe: { tcpSocket: { host: 'a.com', port: 80 } } },
    /host of probes and hooks must be absent/,
  ],
  ['another directory', { workingDir: '/tmp' }, /fields/],
  ['a field of a release that is yet to come', { restartPolicyRules: [] }, /fields/],
  ['another user', { securityContext: { runAsUser: 1000, runAsGroup: 1337 } }, /privileges/],
  ['no user', { securityContext: { runAsGroup: 1337 } }, /privileges/],
  [
    'a capability of its own',
    { securityContext: { ...PROXY.securityContext, capabilities: { add: ['BPF'] } } },
    /privileges/,
  ],
  ['another view of processes', { securityContext: { ...PROXY.securityContext, procMount: 'Unmasked' } }, /privileges/],
  ['another CA', { env: [value('CA_ADDR', 'istiod.payments.svc:15012')] }, /environment/],
  ['another trust domain', { env: [value('TRUST_DOMAIN', 'example.org')] }, /environment/],
  ['a setting of Go', { env: [value('GODEBUG', 'netdns=cgo')] }, /environment/],
  ['another way of interception', { env: [value('ISTIO_META_INTERCEPTION_MODE', 'NONE')] }, /environment/],
  ['a name from a Secret', { env: [{ name: 'POD_NAME', valueFrom: { secretKeyRef: { name: 'x' } } }] }, /environment/],
  ['a name as text', { env: [value('POD_NAME', 'x')] }, /environment/],
  ['another value of a variable that the platform names', { env: [value('BOOTSTRAP_XDS_AGENT', 'x')] }, /environment/],
  [
    'metrics of an external host',
    { env: [value('ISTIO_PROMETHEUS_ANNOTATIONS', '{"scrape":"true","path":"@a.com/","port":"80"}')] },
    /environment/,
  ],
  [
    'metrics of a second external host',
    {
      env: [
        value(
          'ISTIO_PROMETHEUS_ANNOTATIONS',
          '{"scrape":"true","path":"","port":"","targets":[{"port":"80","path":"@a.com/"}]}',
        ),
      ],
    },
    /environment/,
  ],
  ['nothing behind its start', { lifecycle: { preStop: { exec: { command: ['pilot-agent'] } } } }, /hooks/],
];

describe.each(NAMES)('a container called %s', (name) => {
  const injectedInit = name === 'istio-validation' ? VALIDATION : INIT;
  const own = name === 'istio-proxy' ? proxy : (fields: object) => init({ ...injectedInit, ...fields });

  it('is admitted as istiod injects it', () => {
    expect(verdict(policy, { object: own({}) })).toEqual([]);
  });

  it.each(EVERY)('is refused with %s', (_, fields, message) => {
    const object = JSON.parse(JSON.stringify(own(fields))) as object;
    expect(verdict(policy, { object })).toEqual([expect.stringMatching(message)]);
  });

  it('is refused with the arguments of the other', () => {
    const others = name === 'istio-proxy' ? REDIRECT : PROXY.args;
    expect(verdict(policy, { object: own({ args: others }) })).toEqual([expect.stringMatching(/arguments/)]);
    const skipped = name === 'istio-validation' ? REDIRECT : [...REDIRECT, '--run-validation', '--skip-rule-apply'];
    expect(verdict(policy, { object: own({ args: skipped }) })).toEqual([expect.stringMatching(/arguments/)]);
  });

  it.each<[string, readonly string[]]>([
    ['a range that is left out', swapped('-x', '203.0.113.0/24')],
    ['no range', swapped('-i', '')],
    ['another user left alone', swapped('-u', '1000')],
    ['another mode', swapped('-m', 'TPROXY')],
    ['a port that is left out', [...REDIRECT, '-o', '443']],
    ['the same in one', [...REDIRECT, '-o443']],
    ['an interface that is left out', [...REDIRECT, '-c', 'eth0']],
    ['a clean-up', [...REDIRECT, '--cleanup-only']],
    ['a second word', [...REDIRECT, '-i', '']],
    ['all of them in one', [REDIRECT.join('|')]],
    ['another configuration of the agent', [...PROXY.args, '--templateFile=/x']],
  ])('is refused with %s', (_, changed) => {
    expect(verdict(policy, { object: own({ args: changed }) })).toEqual([expect.stringMatching(/arguments/)]);
  });
});

describe('a container that comes later', () => {
  const after = (status?: object, more: object = {}): object => {
    const pod = { ...with_({}, { ephemeralContainers: [{ name: 'x', image: 'x' }], ...more }), status };
    return { object: pod, oldObject: { ...injected, status } };
  };
  const statuses = (...states: object[]): object => ({
    initContainerStatuses: states.map((state) => ({ name: 'istio-init', state })),
  });

  it('is admitted after the redirection', () => {
    expect(verdict(policy, after(statuses({ terminated: { exitCode: 0 } })))).toEqual([]);
  });

  it('is admitted in a pod without Istio', () => {
    expect(verdict(policy, after({}, { containers: [{ name: 'a', image: 'x' }], initContainers: [] }))).toEqual([]);
  });

  it.each<[string, object | undefined]>([
    ['the pod has a status', undefined],
    ['the pod has a node', { phase: 'Pending' }],
    ['the redirection begins', statuses({ waiting: { reason: 'ImagePullBackOff' } })],
    ['the redirection ends', statuses({ running: {} })],
    ['the redirection succeeds', statuses({ terminated: { exitCode: 1 } })],
    ['the redirection has a state', { initContainerStatuses: [{ name: 'istio-init' }] }],
    [
      'the redirection ends, after another container',
      { initContainerStatuses: [{ name: 'a', state: { terminated: { exitCode: 0 } } }] },
    ],
  ])('is refused before %s', (_, status) => {
    expect(verdict(policy, after(status))).toEqual([expect.stringMatching(/ephemeral containers must wait/)]);
  });
});

it('metrics of the application are merged only if the platform declares so', () => {
  const env = [value('ISTIO_PROMETHEUS_ANNOTATIONS', '{"scrape":"true","path":"/metrics","port":"80"}')];
  const strict = workloadPolicy({ ...facts, istioInjection: { ...injection, enablePrometheusMerge: false } });
  expect(verdict(policy, { object: proxy({ env }) })).toEqual([]);
  expect(verdict(strict, { object: proxy({ env }) })).toEqual([expect.stringMatching(/merge-metrics: "false"/)]);
  expect(verdict(strict, { object: proxy({}) })).toEqual([]);
});

it('DNS capture is accepted if the platform declares its variable and its PROXY_CONFIG', () => {
  const config = '{"proxyMetadata":{"ISTIO_META_DNS_CAPTURE":"true"}}';
  const env = [value('PROXY_CONFIG', config), value('ISTIO_META_DNS_CAPTURE', 'true')];
  const capture = { proxyConfigs: [config], proxyEnv: { ISTIO_META_DNS_CAPTURE: 'true' } };
  const declared = workloadPolicy({ ...facts, istioInjection: { ...injection, ...capture } });
  for (const object of [proxy({ env }), init({ env: env.slice(1) })]) {
    expect(verdict(declared, { object })).toEqual([]);
    expect(verdict(policy, { object })).toHaveLength(1);
  }
});

it('the redirection that the platform names replaces the default', () => {
  const proxyInitArgs = ['istio-iptables', '-x', '10.96.0.1/32'];
  const special = workloadPolicy({ ...facts, istioInjection: { ...injection, proxyInitArgs } });
  expect(verdict(special, { object: init({ args: proxyInitArgs }) })).toEqual([]);
  expect(verdict(special, { object: init({}) })).toEqual([expect.stringMatching(/arguments/)]);
});

it.each(['a: 1\nb: 2\n', "it's", 'back\\slash', 'tab\t', '\u2028', '\x85', '.*'])(
  'an exact annotation may be %j',
  (text) => {
    const annotations = { 'proxy.istio.io/config': text };
    const exact = workloadPolicy({
      ...facts,
      allowedPodAnnotations: annotations,
      istioInjection: { ...injection, proxyConfigs: [`{${text}}`] },
    });
    expect(verdict(exact, { object: with_({ annotations }) })).toEqual([]);
    expect(verdict(exact, { object: proxy({ env: [value('PROXY_CONFIG', `{${text}}\n`)] }) })).toEqual([]);
    expect(verdict(exact, { object: with_({ annotations: { 'proxy.istio.io/config': `${text}x` } }) })).toHaveLength(1);
  },
);

describe('in a namespace with sidecar injection', () => {
  const bare = { metadata: {}, spec: { containers: [{ name: 'a', image: 'x' }] } };

  it.each<[string, Record<string, string>, number]>([
    ['by its label', { 'istio-injection': 'enabled' }, 1],
    ['by a revision', { 'istio.io/rev': 'canary' }, 1],
    ['that is disabled', { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' }, 0],
    ['that is not there', {}, 0],
  ])('%s, a pod without a sidecar is refused or not', (_, namespaceLabels, refused) => {
    const messages = refused === 1 ? [expect.stringMatching(/must have the containers that Istio injects/)] : [];
    expect(verdict(policy, { object: bare, namespaceLabels })).toEqual(messages);
    expect(verdict(policy, { object: injected, namespaceLabels })).toEqual([]);
  });

  it.each(['false', 'False', 'no', ''])('a pod that brings the sidecar itself is refused: label %j', (inject) => {
    const object = with_({ labels: { 'sidecar.istio.io/inject': inject } });
    const messages = [expect.stringMatching(/must have the containers that Istio injects/)];
    expect(verdict(policy, { object, namespaceLabels: { 'istio-injection': 'enabled' } })).toEqual(messages);
    expect(verdict(policy, { object, namespaceLabels: {} })).toEqual([]);
  });

  it('a pod may have the label that enables the injection', () => {
    const object = with_({ labels: { 'sidecar.istio.io/inject': 'true' } });
    expect(verdict(policy, { object, namespaceLabels: { 'istio-injection': 'enabled' } })).toEqual([]);
  });
});

describe('an annotation that a network plugin wrote', () => {
  const plugin = { 'cni.projectcalico.org/podIP': '10.0.0.1/32' };
  const annotatedPod = with_({ annotations: plugin });

  it('is refused for a tenant, and allowed for the plugin', () => {
    expect(verdict(policy, { object: annotatedPod, oldObject: injected })).toHaveLength(1);
    expect(verdict(policy, { object: annotatedPod, oldObject: injected, username: 'ci' })).toBeUndefined();
  });

  it('stays allowed as it is, beside changes of a tenant', () => {
    const object = with_({ annotations: { ...plugin, 'example.com/team': 'x' } });
    expect(verdict(policy, { object, oldObject: annotatedPod })).toEqual([]);
    const changed = with_({ annotations: { 'cni.projectcalico.org/podIP': '10.0.0.2/32' } });
    expect(verdict(policy, { object: changed, oldObject: annotatedPod })).toHaveLength(1);
  });
});

describe('a pod from before that would be refused now', () => {
  const labels = { 'istio.io/dataplane-mode': 'none' };
  const before = with_({ labels });

  it('is not asked about while nothing changes that is: controllers finish it', () => {
    expect(verdict(policy, { object: with_({ labels, finalizers: ['a.b/c'] }), oldObject: before })).toBeUndefined();
    const bare = { metadata: {}, spec: { containers: [{ name: 'istio-proxy', image: 'x' }] } };
    expect(verdict(policy, { object: bare, oldObject: bare })).toBeUndefined();
  });

  it.each<[string, object, object]>([
    ['its annotations', { labels, annotations: { 'example.com/team': 'b' } }, {}],
    ['its labels', { labels: { ...labels, a: 'b' } }, {}],
    ['its containers', { labels }, { containers: [{ name: 'app', image: 'y' }] }],
  ])('is, once a tenant changes %s', (_, metadata, spec) => {
    const asked = { object: with_(metadata, spec), oldObject: before };
    expect(verdict(policy, asked)).toHaveLength(1);
    expect(verdict(policy, { ...asked, username: 'ci' })).toBeUndefined();
  });
});
