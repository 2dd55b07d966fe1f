import { workloadPolicy } from '../../../../lib/render/admission/workloads';
import { verdict } from '../../../support/admission';

const policy = workloadPolicy({
  clusterDomain: 'cluster.local',
  proxyImages: ['docker.io/istio/proxyv2'],
  annotations: { 'proxy.istio.io/config': 'exact' },
  proxyConfigs: ['{"holdApplicationUntilProxyStarts":true}'],
  proxyEnv: ['BOOTSTRAP_XDS_AGENT'],
  proxyMounts: ['vault-token:/var/run/vault'],
  proxyInitArgs: [],
});

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
  securityContext: { runAsUser: 0, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
};

/** A pod as it is once its sidecar is in. */
const injected = {
  metadata: {
    annotations: { 'sidecar.istio.io/status': '{}', 'istio.io/rev': 'default', 'prometheus.io/scrape': 'true' },
    labels: { app: 'x', 'security.istio.io/tlsMode': 'istio' },
  },
  spec: { containers: [{ name: 'app', image: 'x' }, PROXY], initContainers: [INIT] },
};

const with_ = (metadata: object, spec: object = {}): object => ({
  metadata: { ...injected.metadata, ...metadata },
  spec: { ...injected.spec, ...spec },
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
      spec: { containers: [], initContainers: [{ ...PROXY, restartPolicy: 'Always' }] },
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
        initContainers: [
          { ...INIT, name: 'istio-validation', args: [...REDIRECT, '--run-validation', '--skip-rule-apply'] },
        ],
      },
    ),
  ],
  [
    'with probes of its own port',
    container({ livenessProbe: { httpGet: { port: 80 } }, lifecycle: { preStop: { tcpSocket: { port: 1 } } } }),
  ],
  ['with volumes of its own', with_({}, { volumes: [{ name: 'a', emptyDir: {} }] })],
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
    /annotations proxy/,
  ],
  ['overrides', with_({ annotations: { 'proxy.istio.io/overrides': '{}' } }), /annotations proxy/],
  [
    'an excluded port',
    with_({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' } }),
    /annotations traffic/,
  ],
  [
    'an annotation that Istio may have one day',
    with_({ annotations: { 'traffic.sidecar.istio.io/new': '' } }),
    /annotations traffic/,
  ],
  ['no redirection', with_({ annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } }), /annotations sidecar/],
  [
    'no sidecar, by label',
    with_({ labels: { 'sidecar.istio.io/inject': 'false' } }),
    /inject must be "true" or absent/,
  ],
  ['the other data plane', with_({ labels: { 'istio.io/dataplane-mode': 'ambient' } }), /another data plane/],
  ["the node's network", with_({}, { hostNetwork: true }), /node's network/],
  ["the node's processes", with_({}, { hostPID: true }), /node's network/],
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
  ['an address of its own', with_({ annotations: { 'cni.projectcalico.org/ipAddrsNoIpam': '[]' } }), /annotations cni/],
  [
    "the proxy's processes in a container that comes later",
    with_({}, { ephemeralContainers: [{ name: 'x', image: 'x', targetContainerName: 'istio-proxy' }] }),
    /targetContainerName/,
  ],
  [
    'interfaces of virtual machines',
    with_({ annotations: { 'istio.io/reroute-virtual-interfaces': 'net1' } }),
    /annotations istio/,
  ],
  [
    "the proxy's files in another container",
    container({ volumeMounts: [mount('istio-envoy', '/x')] }),
    /volumes of the proxy/,
  ],
  ["the proxy's user for all", with_({}, { securityContext: { runAsUser: 1337 } }), /1337/],
  ["the proxy's group besides", with_({}, { securityContext: { supplementalGroups: [1337] } }), /1337/],
  ["the proxy's group for a container", container({ securityContext: { runAsGroup: 1337 } }), /1337/],
  ["the proxy's user in an init container", with_({}, { initContainers: [as({ runAsUser: 1337 })] }), /1337/],
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
  ['NET_ADMIN', container({ securityContext: { capabilities: { add: ['CHOWN', 'NET_ADMIN'] } } }), /redirection/],
  [
    'net_admin, as some runtimes take it',
    container({ securityContext: { capabilities: { add: ['cap_net_admin'] } } }),
    /redirection/,
  ],
  ['privilege', container({ securityContext: { privileged: true } }), /privileged/],
  ['another image for the proxy', proxy({ image: 'evil.example/istio/proxyv2:1' }), /allowed image/],
  ['a repository that begins the same', proxy({ image: 'docker.io/istio/proxyv2-evil' }), /allowed image/],
  ['a command for the proxy', proxy({ command: ['sh'] }), /allowed image/],
  ['other arguments for the proxy', proxy({ args: ['request'] }), /allowed arguments/],
  [
    'a shell before the proxy ends',
    proxy({ lifecycle: { preStop: { exec: { command: ['sh'] } } } }),
    /allowed programs in hooks/,
  ],
  [
    'a shell that looks after the proxy',
    proxy({ livenessProbe: { exec: { command: ['sh'] } } }),
    /allowed programs in hooks/,
  ],
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
  ['variables from elsewhere', { envFrom: [{ configMapRef: { name: 'x' } }] }, /environment/],
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
  [
    'a host that the node asks',
    { lifecycle: { preStop: { httpGet: { host: '169.254.169.254', port: 80 } } } },
    /host of probes and hooks must be absent/,
  ],
  [
    'a host that the node looks for',
    { livenessProbe: { tcpSocket: { host: 'a.com', port: 80 } } },
    /host of probes and hooks must be absent/,
  ],
  ['nothing behind its start', { lifecycle: { preStop: { exec: { command: ['pilot-agent'] } } } }, /hooks/],
];

describe.each(NAMES)('a container called %s', (name) => {
  const args = name === 'istio-validation' ? [...REDIRECT, '--run-validation', '--skip-rule-apply'] : REDIRECT;
  const own = name === 'istio-proxy' ? proxy : (fields: object) => init({ args, ...fields, name });

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

it('the redirection that the platform names replaces the default', () => {
  const args = ['istio-iptables', '-x', '10.96.0.1/32'];
  const special = workloadPolicy({
    ...{ clusterDomain: 'cluster.local', proxyImages: ['docker.io/istio/proxyv2'], annotations: {} },
    ...{ proxyConfigs: [], proxyEnv: [], proxyMounts: [], proxyInitArgs: args },
  });
  expect(verdict(special, { object: init({ args }) })).toEqual([]);
  expect(verdict(special, { object: init({}) })).toEqual([expect.stringMatching(/arguments/)]);
});

it.each(['a: 1\nb: 2\n', "it's", 'back\\slash', 'tab\t', '\u2028', '\x85'])('an exact annotation may be %j', (text) => {
  const annotations = { 'proxy.istio.io/config': text };
  const exact = workloadPolicy({
    ...{ clusterDomain: 'cluster.local', proxyImages: ['docker.io/istio/proxyv2'], annotations },
    ...{ proxyConfigs: [text], proxyEnv: [], proxyMounts: [], proxyInitArgs: [] },
  });
  expect(verdict(exact, { object: with_({ annotations }) })).toEqual([]);
  expect(verdict(exact, { object: with_({ annotations: { 'proxy.istio.io/config': `${text}x` } }) })).toHaveLength(1);
});

describe('a pod from before that would be refused now', () => {
  const before = with_({ annotations: { 'proxy.istio.io/overrides': '' } });

  it('is not asked about while nothing changes that is: controllers finish it', () => {
    const finished = with_({ annotations: { 'proxy.istio.io/overrides': '' }, finalizers: ['a.b/c'] });
    expect(verdict(policy, { object: finished, oldObject: before })).toBeUndefined();
    const bare = { metadata: {}, spec: { containers: [{ name: 'istio-proxy', image: 'x' }] } };
    expect(verdict(policy, { object: bare, oldObject: bare })).toBeUndefined();
  });

  it.each<[string, object]>([
    ['its annotations', { annotations: { 'proxy.istio.io/overrides': '', a: 'b' } }],
    ['its labels', { annotations: { 'proxy.istio.io/overrides': '' }, labels: {} }],
  ])('is, once a user changes %s', (_, metadata) => {
    expect(verdict(policy, { object: with_(metadata), oldObject: before })).toHaveLength(1);
  });

  it('is, once a user changes its containers', () => {
    const object = with_(
      { annotations: { 'proxy.istio.io/overrides': '' } },
      { containers: [{ name: 'app', image: 'y' }] },
    );
    expect(verdict(policy, { object, oldObject: before })).toHaveLength(1);
  });
});
