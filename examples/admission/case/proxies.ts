/** Requests to create pods with containers that have the names of Istio's containers. */
import { pod } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';

const AS_INJECTED = 'must be as Istio injects them';
const IMAGE = `${AS_INJECTED}; allowed image`;
const ARGUMENTS = `${AS_INJECTED}; allowed arguments`;
const PROGRAMS = `${AS_INJECTED}; allowed programs`;
const ENVIRONMENT = `${AS_INJECTED}; allowed environment`;
const VOLUMES = `${AS_INJECTED}; allowed volumes`;

type Fields = Readonly<Record<string, unknown>>;

/** A pod that changes the proxy. istiod marks such pods, unless they claim to be injected already. */
const changedProxy = (spec: Fields): object =>
  pod({ containers: [{ name: 'app', image: 'x' }], ...spec }, { annotations: { 'sidecar.istio.io/status': '{}' } });
const ownProxy = (fields: Fields, more: Fields = {}): object =>
  changedProxy({
    containers: [
      { name: 'app', image: 'x' },
      { name: 'istio-proxy', image: 'auto', ...fields },
    ],
    ...more,
  });
const own = (name: string, fields: Fields): object =>
  changedProxy({ initContainers: [{ name, image: 'auto', ...fields }] });

/** A container that redirects traffic as Istio's does, except for one field. */
const redirecting = (flag: string, value: string): readonly string[] => [
  ...['istio-iptables', '-p', '15001', '-z', '15006', '-u', '1337', '-m', 'REDIRECT'],
  ...['-i', flag === '-i' ? value : '*', '-x', flag === '-x' ? value : '', '-b', '*', '-d', '15090,15021,15020'],
  ...(flag === '-o' ? [flag, value] : []),
];
const variable = (name: string, value: string): Fields => ({ env: [{ name, value }] });
const clean = { exec: { command: ['pilot-agent', 'istio-clean-iptables'] } };
const config = { volumes: [{ name: 'config', configMap: { name: 'istio-ca-root-cert' } }] };

export const proxies: readonly Wish[] = [
  creates('a proxy as it is injected', ownProxy({})).isAdmitted(),
  creates('more memory for the proxy', ownProxy({ resources: { limits: { memory: '1Gi' } } })).isAdmitted(),
  creates('an own image for the proxy', ownProxy({ image: 'x' })).isRefused(IMAGE),
  creates(
    'another repository that begins like the proxy',
    ownProxy({ image: 'docker.io/istio/proxyv2-x:1' }),
  ).isRefused(IMAGE),
  creates('an own command for the proxy', ownProxy({ command: ['sh'] })).isRefused(IMAGE),
  creates('other arguments for the proxy', ownProxy({ args: ['proxy', 'sidecar', '--templateFile=/x'] })).isRefused(
    ARGUMENTS,
  ),
  creates(
    'a program behind the start of the proxy',
    ownProxy({ lifecycle: { postStart: { exec: { command: ['sh'] } } } }),
  ).isRefused(PROGRAMS),
  creates('a proxy that removes the redirection', ownProxy({ lifecycle: { postStart: clean } })).isRefused(PROGRAMS),
  creates(
    'a proxy that asks a host outside as it starts',
    ownProxy({
      lifecycle: { postStart: { exec: { command: ['pilot-agent', 'wait', '--url', 'http://b.example.net'] } } },
    }),
  ).isRefused(PROGRAMS),
  creates(
    'a proxy that has its node ask a host outside',
    ownProxy({ lifecycle: { postStart: { httpGet: { host: 'b.example.net', port: 80 } } } }),
  ).isRefused('host of probes and hooks must be absent'),
  creates('a program that looks after the proxy', ownProxy({ livenessProbe: { exec: { command: ['sh'] } } })).isRefused(
    PROGRAMS,
  ),
  creates('an own bootstrap for the proxy', ownProxy(variable('ISTIO_BOOTSTRAP_OVERRIDE', '/x'))).isRefused(
    ENVIRONMENT,
  ),
  creates(
    'another istiod for the proxy',
    ownProxy(variable('PROXY_CONFIG', '{"discoveryAddress":"istiod.test-egress.svc:15012"}')),
  ).isRefused(ENVIRONMENT),
  creates(
    'variables of the proxy from elsewhere',
    ownProxy({ envFrom: [{ configMapRef: { name: 'istio-ca-root-cert' } }] }),
  ).isRefused(ENVIRONMENT),
  creates(
    'a file in the place of a program of the proxy',
    ownProxy({ volumeMounts: [{ name: 'config', mountPath: '/usr/local/bin' }] }, config),
  ).isRefused(VOLUMES),
  creates(
    "the proxy's files in another container",
    changedProxy({
      containers: [{ name: 'app', image: 'x', volumeMounts: [{ name: 'istio-envoy', mountPath: '/x' }] }],
    }),
  ).isRefused('containers cannot mount the volumes of the proxy'),
  creates('other arguments for the redirection', own('istio-init', { args: ['version'] })).isRefused(ARGUMENTS),
  creates('a redirection of nothing', own('istio-init', { args: redirecting('-i', '') })).isRefused(ARGUMENTS),
  creates('a redirection except for a range', own('istio-init', { args: redirecting('-x', '0.0.0.0/0') })).isRefused(
    ARGUMENTS,
  ),
  creates('a redirection except for a port', own('istio-init', { args: redirecting('-o', '443') })).isRefused(
    ARGUMENTS,
  ),
  creates(
    'a redirection that is skipped',
    own('istio-init', { args: [...redirecting('', ''), '--run-validation', '--skip-rule-apply'] }),
  ).isRefused(ARGUMENTS),
  creates(
    'a redirection except for a port, by a variable',
    own('istio-init', variable('ISTIO_LOCAL_OUTBOUND_PORTS_EXCLUDE', '443')),
  ).isRefused(ENVIRONMENT),
  creates(
    'a second proxy by the name of what looks after the redirection',
    own('istio-validation', { image: 'docker.io/istio/proxyv2', args: ['proxy', 'sidecar'] }),
  ).isRefused(ARGUMENTS),
];
