/** Requests to create pods with containers that have the names of Istio's containers. */
import { Group } from '../../../test/conformance/cases/group';
import { pod } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';

const AS_INJECTED = 'must be as Istio injects them';
const IMAGE = `${AS_INJECTED}; allowed image`;
const ARGUMENTS = `${AS_INJECTED}; allowed arguments`;
const PROGRAMS = `${AS_INJECTED}; allowed programs`;
const ENVIRONMENT = `${AS_INJECTED}; allowed environment`;
const VOLUMES = `${AS_INJECTED}; allowed volumes`;
const FIELDS = `${AS_INJECTED}; allowed fields`;
const PRIVILEGES = `${AS_INJECTED}; allowed privileges`;

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

export const proxies: readonly Group<Wish>[] = [
  {
    because: 'The policies admit a proxy as Istio injects it, with other resources.',
    expect: [
      creates('a pod with the proxy as Istio injects it', ownProxy({})),
      creates('a proxy with a memory limit', ownProxy({ resources: { limits: { memory: '1Gi' } } })),
    ].map((each) => each.isAdmitted()),
  },
  {
    because: 'The policies refuse another image, command or argument for a container of Istio.',
    closes: ['B3'],
    expect: [
      creates('a proxy with another image', ownProxy({ image: 'x' })).isRefused(IMAGE),
      creates(
        'a proxy with an image whose name begins like that of the proxy',
        ownProxy({ image: 'docker.io/istio/proxyv2-x:1' }),
      ).isRefused(IMAGE),
      creates('a proxy with another command', ownProxy({ command: ['sh'] })).isRefused(FIELDS),
      creates('a proxy with another working directory', ownProxy({ workingDir: '/tmp' })).isRefused(FIELDS),
      creates('a proxy with other arguments', ownProxy({ args: ['proxy', 'sidecar', '--templateFile=/x'] })).isRefused(
        ARGUMENTS,
      ),
      creates(
        'a container istio-validation that runs a second proxy',
        own('istio-validation', { image: 'docker.io/istio/proxyv2', args: ['proxy', 'sidecar'] }),
      ).isRefused(ARGUMENTS),
    ],
  },
  {
    because: 'The policies refuse hooks and probes in the container of the proxy, whose traffic is not redirected.',
    closes: ['B3'],
    expect: [
      creates(
        'a proxy with a shell as its postStart hook',
        ownProxy({ lifecycle: { postStart: { exec: { command: ['sh'] } } } }),
      ).isRefused(PROGRAMS),
      creates(
        'a proxy with a postStart hook that removes the redirection',
        ownProxy({ lifecycle: { postStart: clean } }),
      ).isRefused(PROGRAMS),
      creates(
        'a proxy with a postStart hook that connects to an external host',
        ownProxy({
          lifecycle: { postStart: { exec: { command: ['pilot-agent', 'wait', '--url', 'http://b.example.net'] } } },
        }),
      ).isRefused(PROGRAMS),
      creates(
        'a proxy with a postStart hook of the node to an external host',
        ownProxy({ lifecycle: { postStart: { httpGet: { host: 'b.example.net', port: 80 } } } }),
      ).isRefused('host of probes and hooks must be absent'),
      creates(
        'a proxy with a shell as its liveness probe',
        ownProxy({ livenessProbe: { exec: { command: ['sh'] } } }),
      ).isRefused(FIELDS),
    ],
  },
  {
    because:
      'The policies refuse variables and volumes that change the bootstrap, the istiod or the programs of the proxy.',
    closes: ['B3', 'B52'],
    expect: [
      creates('a proxy with another bootstrap', ownProxy(variable('ISTIO_BOOTSTRAP_OVERRIDE', '/x'))).isRefused(
        ENVIRONMENT,
      ),
      creates(
        'a proxy with another istiod',
        ownProxy(variable('PROXY_CONFIG', '{"discoveryAddress":"istiod.test-egress.svc:15012"}')),
      ).isRefused(ENVIRONMENT),
      ...Object.entries({
        CA_ADDR: 'istiod.test-egress.svc:15012',
        TRUST_DOMAIN: 'example.org',
        PILOT_CERT_PROVIDER: 'none',
        GODEBUG: 'netdns=cgo',
        ISTIO_META_INTERCEPTION_MODE: 'NONE',
        ISTIO_META_DNS_CAPTURE: 'true',
      }).map(([name, value]) =>
        creates(`a proxy with another value of ${name}`, ownProxy(variable(name, value))).isRefused(ENVIRONMENT),
      ),
      creates(
        'a proxy with variables of a ConfigMap',
        ownProxy({ envFrom: [{ configMapRef: { name: 'istio-ca-root-cert' } }] }),
      ).isRefused(FIELDS),
      creates(
        'a proxy with a volume in the place of its programs',
        ownProxy({ volumeMounts: [{ name: 'config', mountPath: '/usr/local/bin' }] }, config),
      ).isRefused(VOLUMES),
      creates(
        'a container that mounts a volume of the proxy',
        changedProxy({
          containers: [{ name: 'app', image: 'x', volumeMounts: [{ name: 'istio-envoy', mountPath: '/x' }] }],
        }),
      ).isRefused('containers cannot mount the volumes of Istio'),
    ],
  },
  {
    because: 'The policies refuse an istio-init that redirects less traffic to the sidecar.',
    closes: ['B3'],
    expect: [
      creates('an istio-init with other arguments', own('istio-init', { args: ['version'] })).isRefused(ARGUMENTS),
      creates(
        'an istio-init that restarts beside the application',
        own('istio-init', { restartPolicy: 'Always', resources: { limits: { cpu: '1m' } } }),
      ).isRefused(FIELDS),
      creates(
        'an istio-init of a user that cannot redirect',
        own('istio-init', { securityContext: { runAsUser: 1000, runAsNonRoot: true } }),
      ).isRefused(PRIVILEGES),
      creates('an istio-init that redirects no range', own('istio-init', { args: redirecting('-i', '') })).isRefused(
        ARGUMENTS,
      ),
      creates(
        'an istio-init that excludes a range',
        own('istio-init', { args: redirecting('-x', '0.0.0.0/0') }),
      ).isRefused(ARGUMENTS),
      creates('an istio-init that excludes a port', own('istio-init', { args: redirecting('-o', '443') })).isRefused(
        ARGUMENTS,
      ),
      creates(
        'an istio-init that applies no rule',
        own('istio-init', { args: [...redirecting('', ''), '--run-validation', '--skip-rule-apply'] }),
      ).isRefused(ARGUMENTS),
      creates(
        'an istio-init with a variable that excludes a port',
        own('istio-init', variable('ISTIO_LOCAL_OUTBOUND_PORTS_EXCLUDE', '443')),
      ).isRefused(ENVIRONMENT),
    ],
  },
];
