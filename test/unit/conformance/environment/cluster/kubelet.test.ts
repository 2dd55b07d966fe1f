import { Container, Pod } from '../../../../conformance/environment/cluster/objects';
import { environmentOf, fieldOf } from '../../../../conformance/environment/cluster/kubelet/downward';
import { hookOf, programOf, PROXY_USER } from '../../../../conformance/environment/cluster/kubelet/programs';
import { RunningPod } from '../../../../conformance/environment/cluster/kubelet/running-pod';
import { Api } from '../../../../conformance/environment/cluster/api';
import { Tools } from '../../../../conformance/environment/tools/tools';

const pod: Pod = {
  metadata: {
    name: 'curl-1',
    namespace: 'default',
    uid: 'u',
    resourceVersion: '1',
    labels: { app: 'curl', 'a/b': 'c' },
    annotations: { note: 'say "hi"' },
  },
  spec: { serviceAccountName: 'account', nodeName: 'worker', containers: [{ name: 'curl', image: 'x/idle' }] },
};

it.each([
  ['metadata.name', 'curl-1'],
  ['metadata.namespace', 'default'],
  ["metadata.labels['app']", 'curl'],
  ["metadata.labels['a/b']", 'c'],
  ["metadata.annotations['none']", ''],
  ['metadata.labels', 'app="curl"\na/b="c"'],
  ['metadata.annotations', 'note="say \\"hi\\""'],
  ['spec.serviceAccountName', 'account'],
  ['spec.nodeName', 'worker'],
  ['status.podIP', '10.244.0.9'],
  ['status.hostIP', '172.30.0.1'],
])('the field %s', (path, value) => {
  expect(fieldOf(pod, path, '10.244.0.9')).toBe(value);
});

describe('the environment', () => {
  const of = (env: Container['env'], resources?: Container['resources']): Record<string, string> =>
    environmentOf(pod, { name: 'c', image: 'i', env, resources }, '10.244.0.9');
  const cpu = [{ name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }];
  const memory = [{ name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'requests.memory' } } }];

  it('refers to what came before', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '$(A)-$(NONE)' },
    ];
    expect(of(env)).toEqual({ A: '1', B: '1-$(NONE)' });
  });

  it('has fields', () => {
    expect(of([{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])).toEqual({ POD: 'curl-1' });
  });

  it.each([
    ['500m', '1'],
    ['2', '2'],
    ['2500m', '3'],
  ])('counts %s of a core as whole cores', (limit, cores) => {
    expect(of(cpu, { limits: { cpu: limit } })).toEqual({ CPU: cores });
  });

  it('counts memory in bytes', () => {
    expect(of(memory, { requests: { memory: '128Mi' } })).toEqual({ MEMORY: String(128 * 1024 * 1024) });
  });
});

describe('the program of an image', () => {
  const folders = {
    istio: '/istio',
    coredns: '/dns',
    kubernetes: '',
    networkPolicy: '',
    enforcer: '',
    networkPolicyApi: '',
    yaml: '',
    envoy: '',
    etcd: '',
    bootstrap: '',
    gatewayApi: '',
  };
  const of = (image: string, args: string[] = [], environment: Record<string, string> = {}) =>
    programOf(new Tools(folders), { name: 'c', image }, args, environment);

  it('is the redirection, as root', () => {
    const program = of('registry.example/istio/proxyv2:latest', ['istio-iptables', '-p', '15001']);
    expect(program).toEqual({ command: ['/istio/pilot-agent', 'istio-iptables', '-p', '15001'] });
  });

  it('is the proxy, as its own user', () => {
    expect(of('auto/proxyv2', ['proxy', 'sidecar'])).toMatchObject({
      command: ['/istio/pilot-agent', 'proxy', 'sidecar'],
      user: PROXY_USER,
    });
  });

  it('is the proxy as istiod configures it, except for the path of Envoy and two intervals', () => {
    const { env } = of('auto/proxyv2', ['proxy', 'sidecar'], { PROXY_CONFIG: '{"concurrency":2,"binaryPath":"x"}' });
    expect(JSON.parse(env?.['PROXY_CONFIG'] ?? '')).toEqual({
      concurrency: 2,
      binaryPath: new Tools(folders).envoy,
      fileFlushInterval: '0.1s',
      terminationDrainDuration: '1s',
    });
  });

  it.each([
    ['x/pilot:1', '/istio/pilot-discovery'],
    ['conformance/coredns', '/dns/coredns'],
  ])('%s', (image, program) => {
    expect(of(image).command[0]).toBe(program);
  });

  it('is the command of the container', () => {
    expect(of('conformance/command', ['curl', 'x'])).toEqual({ command: ['curl', 'x'] });
  });

  it.each([
    [
      ['pilot-agent', 'request'],
      ['/istio/pilot-agent', 'request'],
    ],
    [
      ['sleep', '1'],
      ['sleep', '1'],
    ],
    [[], []],
  ])('of the hook %j', (command, expected) => {
    expect(hookOf(new Tools(folders), command)).toEqual(expected);
  });

  it('is nothing for an unknown image', () => {
    expect(of('curlimages/curl')).toEqual({ command: [] });
  });
});

describe('a command of the application', () => {
  const proxy: Container = { name: 'istio-proxy', image: 'x/proxyv2', securityContext: { runAsUser: PROXY_USER } };
  const of = (application: Container): string[] => {
    const { metadata, spec } = pod;
    const running = new RunningPod(
      { metadata, spec: { ...spec, containers: [proxy, application] } },
      3,
      NO_TOOLS,
      NO_API,
    );
    return running.command('curl', 'x');
  };
  const NO_TOOLS = {} as Tools;
  const NO_API = {} as Api;

  it('runs in the network of the pod, as root if the pod sets no user, for every proxy', () => {
    expect(of({ name: 'curl', image: 'x/idle' })).toEqual(['netns', 'exec', 'pod3', 'curl', 'x']);
  });

  it('runs as the user of its container', () => {
    const as = ['setpriv', '--reuid=1337', '--clear-groups', '--'];
    const container = { name: 'curl', image: 'x/idle', securityContext: { runAsUser: 1337 } };
    expect(of(container)).toEqual(['netns', 'exec', 'pod3', ...as, 'curl', 'x']);
  });
});
