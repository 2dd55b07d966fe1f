import { workloadPolicy } from '../../../../lib/policy/admission/workloads';
import { verdict } from '../../../support/admission';

const policy = workloadPolicy({
  proxyImages: ['docker.io/istio/proxyv2'],
  annotations: { 'proxy.istio.io/config': 'exact' },
});

/** A pod as it is once its sidecar is in. */
const injected = {
  metadata: {
    annotations: { 'sidecar.istio.io/status': '{}', 'istio.io/rev': 'default', 'prometheus.io/scrape': 'true' },
    labels: { app: 'x', 'security.istio.io/tlsMode': 'istio' },
  },
  spec: {
    containers: [
      { name: 'app', image: 'x' },
      {
        name: 'istio-proxy',
        image: 'docker.io/istio/proxyv2:1.31.0',
        args: ['proxy', 'sidecar'],
        lifecycle: { postStart: { exec: { command: ['pilot-agent', 'wait'] } } },
        readinessProbe: { httpGet: { port: 15021 } },
        securityContext: { runAsUser: 1337, runAsGroup: 1337 },
      },
    ],
    initContainers: [
      {
        name: 'istio-init',
        image: 'docker.io/istio/proxyv2:1.31.0',
        args: ['istio-iptables', '-p', '15001'],
        securityContext: { runAsUser: 0, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
      },
    ],
  },
};

const with_ = (metadata: object, spec: object = {}): object => ({
  metadata: { ...injected.metadata, ...metadata },
  spec: { ...injected.spec, ...spec },
});

it.each<[string, object]>([
  ['with its sidecar in', injected],
  ['with nothing but a container', { metadata: {}, spec: { containers: [{ name: 'a', image: 'x' }] } }],
  [
    'with the sidecar as an init container',
    {
      metadata: {},
      spec: { containers: [], initContainers: [{ ...injected.spec.containers[1], restartPolicy: 'Always' }] },
    },
  ],
  [
    'with a digest for the image',
    with_({}, { containers: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2@sha256:0' }] }),
  ],
  ['with the annotation that is let through', with_({ annotations: { 'proxy.istio.io/config': 'exact' } })],
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

const container = (fields: object): object => with_({}, { containers: [{ name: 'app', image: 'x', ...fields }] });
const proxy = (fields: object): object =>
  with_({}, { containers: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2', ...fields }] });
const as = (securityContext: object): object => ({ name: 'more', image: 'x', securityContext });

it.each<[string, object, RegExp]>([
  [
    'another value of that annotation',
    with_({ annotations: { 'proxy.istio.io/config': 'other' } }),
    /annotation proxy/,
  ],
  ['overrides', with_({ annotations: { 'proxy.istio.io/overrides': '{}' } }), /annotation proxy/],
  [
    'an excluded port',
    with_({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' } }),
    /annotation traffic/,
  ],
  [
    'an annotation that Istio may have one day',
    with_({ annotations: { 'traffic.sidecar.istio.io/new': '' } }),
    /annotation traffic/,
  ],
  ['no redirection', with_({ annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } }), /annotation sidecar/],
  ['no sidecar, by label', with_({ labels: { 'sidecar.istio.io/inject': 'false' } }), /left out/],
  ['the other data plane', with_({ labels: { 'istio.io/dataplane-mode': 'ambient' } }), /data plane/],
  ["the node's network", with_({}, { hostNetwork: true }), /node's network/],
  ["the node's processes", with_({}, { hostPID: true }), /node's network/],
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
  ['another image for the proxy', proxy({ image: 'evil.example/istio/proxyv2:1' }), /istio's image/],
  ['a repository that begins the same', proxy({ image: 'docker.io/istio/proxyv2-evil' }), /istio's image/],
  ['a command for the proxy', proxy({ command: ['sh'] }), /istio's image/],
  ['other arguments for the proxy', proxy({ args: ['request'] }), /istio's image/],
  ['a shell before the proxy ends', proxy({ lifecycle: { preStop: { exec: { command: ['sh'] } } } }), /istio's image/],
  ['a shell that looks after the proxy', proxy({ livenessProbe: { exec: { command: ['sh'] } } }), /istio's image/],
])('a pod is refused for %s', (_, object, message) => {
  expect(verdict(policy, { object })).toEqual([expect.stringMatching(message)]);
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
  ])('is, once somebody changes %s', (_, metadata) => {
    expect(verdict(policy, { object: with_(metadata), oldObject: before })).toHaveLength(1);
  });

  it('is, once somebody changes its containers', () => {
    const object = with_(
      { annotations: { 'proxy.istio.io/overrides': '' } },
      { containers: [{ name: 'app', image: 'y' }] },
    );
    expect(verdict(policy, { object, oldObject: before })).toHaveLength(1);
  });
});
