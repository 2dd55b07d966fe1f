/**
 * The containers that Istio injects. These containers may run as the proxy's user, or change the redirection, so the names alone are
 * not sufficient: the containers must be as istiod injects them. A pod can contain containers with these names, which istiod merges
 * into its own (https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#customizing-injection).
 */
import { AdmissionRule } from './admission-policy';
import { and, every, listOf, or, quoted, whereSet } from './cel';

/** Properties of the injected containers that differ between meshes. */
export interface IstioContainerFacts {
  readonly clusterDomain: string;
  /** Repositories of the image. */
  readonly proxyImages: readonly string[];
  /** Values of `PROXY_CONFIG`, in addition to Istio's default. */
  readonly proxyConfigs: readonly string[];
  /** Names of environment variables, in addition to Istio's defaults. */
  readonly proxyEnv: readonly string[];
  /** Arguments of the container that redirects. If empty, Istio's defaults. */
  readonly proxyInitArgs: readonly string[];
  /** Mounts as `VOLUME:PATH`, in addition to Istio's defaults. */
  readonly proxyMounts: readonly string[];
}

const PROXY = 'istio-proxy';

/** The names of the containers. `istio-init` redirects traffic; `istio-validation` verifies that a CNI plugin does. */
export const INJECTED: readonly string[] = [PROXY, 'istio-init', 'istio-validation'];

/** The common part of the messages about Istio's containers. */
const AS_INJECTED = `containers ${INJECTED.join(', ')} must be as Istio injects them`;

const OF_POLICY = 'of the EgressAdmissionPolicy';

/** Returns the rules for Istio's containers (`variables.proxies`) and for all others (`variables.others`). */
export function istioContainerRules(facts: IstioContainerFacts): AdmissionRule[] {
  const rules: readonly (readonly [condition: string, allowed: string])[] = [
    [image(facts), `allowed image: ${facts.proxyImages.join(', ')}, without a command`],
    [
      and(isProxyOr(redirection(facts)), isNoProxyOr(agent(facts))),
      `allowed arguments: Istio's defaults, or proxyInitArgs ${OF_POLICY}`,
    ],
    [and(...hooks(), ...probes()), 'allowed programs in hooks: pilot-agent, to wait or to drain; in probes: none'],
    [environment(facts), `allowed environment: Istio's defaults, proxyEnv and proxyConfigs ${OF_POLICY}`],
    [mounts(facts), `allowed volumes: Istio's defaults, and proxyMounts ${OF_POLICY}`],
  ];
  return [
    ...rules.map(([condition, allowed]) => ({
      expression: `variables.proxies.all(c, ${condition})`,
      message: `${AS_INJECTED}; ${allowed}`,
    })),
    {
      expression: `variables.others.all(c, ${every('c', 'volumeMounts', 'mount', `!(mount.name in ${listOf(STATE)})`)})`,
      message: `containers cannot mount the volumes of the proxy (${STATE.join(', ')}); allowed: every other volume`,
    },
    {
      expression: every('object.spec', 'ephemeralContainers', 'c', whereSet('c', 'targetContainerName', isNotInjected)),
      message: `targetContainerName of ephemeral containers cannot be ${INJECTED.join(', ')}; allowed: every other container`,
    },
  ];
}

const isNotInjected = (name: string): string => `!(${name} in ${listOf(INJECTED)})`;
const isProxyOr = (condition: string): string => or(`c.name == ${quoted(PROXY)}`, condition);
const isNoProxyOr = (condition: string): string => or(`c.name != ${quoted(PROXY)}`, condition);

function image({ proxyImages }: IstioContainerFacts): string {
  const ofIstio = proxyImages.flatMap((name) => [
    `c.image == ${quoted(name)}`,
    ...[':', '@'].map((end) => `c.image.startsWith(${quoted(`${name}${end}`)})`),
  ]);
  return and(or(...ofIstio), '!has(c.command)');
}

/** Separator of the arguments in one string. No argument may contain the separator. */
const SEPARATOR = '|';

/** Redirects all outbound traffic except that of the proxy's user. Inbound traffic is not restricted. */
const REDIRECTED =
  '^istio-iptables\\|-p\\|15001\\|-z\\|15006\\|-u\\|1337\\|-m\\|REDIRECT\\|-i\\|\\*\\|-x\\|\\|-b\\|[*0-9,]*\\|-d\\|[0-9,]*' +
  '(\\|--(log_output_level=[a-zA-Z0-9:,_-]+|log_as_json|force-apply|native-nftables))*';

/** Arguments by container: `istio-init` must apply the rules, `istio-validation` must not. */
const REDIRECTION: Readonly<Record<string, string>> = {
  'istio-init': `${REDIRECTED}$`,
  'istio-validation': `${REDIRECTED}\\|--run-validation\\|--skip-rule-apply(\\|--native-nftables)?$`,
};

function redirection({ proxyInitArgs: custom }: IstioContainerFacts): string {
  if (custom.length > 0) return and('has(c.args)', `c.args == ${listOf(custom)}`);
  return and(
    'has(c.args)',
    `c.args.all(arg, !arg.contains(${quoted(SEPARATOR)}))`,
    ...Object.entries(REDIRECTION).map(([name, args]) =>
      or(`c.name != ${quoted(name)}`, `c.args.join(${quoted(SEPARATOR)}).matches(${quoted(args)})`),
    ),
  );
}

/** Flags of the agent that do not change the source of its configuration. */
const AGENT_FLAGS = ['proxyLogLevel', 'proxyComponentLogLevel', 'log_output_level', 'stsPort', 'outlierLogPath'];

function agent({ clusterDomain }: IstioContainerFacts): string {
  const allowed = ['proxy', 'sidecar', '--domain', `$(POD_NAMESPACE).svc.${clusterDomain}`, '--log_as_json'];
  return and(
    'has(c.args)',
    'size(c.args) > 1',
    "c.args[0] == 'proxy'",
    "c.args[1] == 'sidecar'",
    every(
      'c',
      'args',
      'arg',
      or(`arg in ${listOf(allowed)}`, ...AGENT_FLAGS.map((flag) => `arg.startsWith(${quoted(`--${flag}=`)})`)),
    ),
  );
}

/** The agent may wait for Envoy, or drain Envoy. Other arguments could call an external host, or remove the redirection. */
function hooks(): string[] {
  return ['postStart', 'preStop'].map((hook) =>
    whereSet('c', `lifecycle.${hook}.exec.command`, (value) =>
      or(`${value} == ['pilot-agent', 'wait']`, drains(value)),
    ),
  );
}

function drains(command: string): string {
  return and(
    `size(${command}) == 5`,
    `${command}[2].startsWith('--debug-port=')`,
    `[${[0, 1, 3, 4].map((index) => `${command}[${index}]`).join(', ')}] == ['pilot-agent', 'request', 'POST', 'drain']`,
  );
}

function probes(): string[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) =>
    whereSet('c', `${probe}.exec`, () => 'false'),
  );
}

const CONFIG = 'PROXY_CONFIG';

/** `{}`, or the address of a revision's istiod. */
const DEFAULT_CONFIG = '^\\{("discoveryAddress":"istiod[a-z0-9-]*\\.istio-system\\.svc:15012")?\\}$';

/** Variables of Istio's injection template and of its webhook, and variables that webhooks of clouds add to every container. */
const ENVIRONMENT: readonly string[] = [
  ...[
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_DEFAULT_REGION',
    'AWS_REGION',
  ],
  ...['AWS_ROLE_ARN', 'AWS_STS_REGIONAL_ENDPOINTS', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ...['AZURE_AUTHORITY_HOST', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_TENANT_ID'],
  ...['CA_ADDR', 'CANONICAL_REVISION', 'CANONICAL_SERVICE', 'COMPLIANCE_POLICY', 'GODEBUG', 'GOMAXPROCS', 'GOMEMLIMIT'],
  ...['HOST_IP', 'INSTANCE_IP', 'ISTIO_CPU_LIMIT', 'ISTIO_KUBE_APP_PROBERS', 'ISTIO_PROMETHEUS_ANNOTATIONS'],
  ...['JWT_POLICY', 'OTEL_RESOURCE_ATTRIBUTES', 'PILOT_CERT_PROVIDER', 'POD_NAME', 'POD_NAMESPACE'],
  ...['REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION', 'SERVICE_ACCOUNT', 'TRUST_DOMAIN'],
];

/** Restricts the environment: another bootstrap or another istiod would make another proxy. */
function environment({ proxyConfigs, proxyEnv }: IstioContainerFacts): string {
  const config = and(
    `variable.name == ${quoted(CONFIG)}`,
    'has(variable.value)',
    or(
      `variable.value.trim().matches(${quoted(DEFAULT_CONFIG)})`,
      ...proxyConfigs.map((value) => `variable.value.trim() == ${quoted(value.trim())}`),
    ),
  );
  const names = [...new Set([...ENVIRONMENT, ...proxyEnv])].sort();
  const sound = or(`variable.name in ${listOf(names)}`, "variable.name.startsWith('ISTIO_META_')", config);
  return and('!has(c.envFrom)', every('c', 'env', 'variable', sound));
}

/** Volumes that the proxy writes to, and that it starts from. */
const STATE: readonly string[] = ['istio-data', 'istio-envoy'];

/**
 * Paths of Istio's volumes, and of the tokens that clouds add to every container. Elsewhere, a mounted file could replace a program
 * or the bootstrap.
 */
const MOUNTS: readonly string[] = [
  'aws-iam-token:/var/run/secrets/eks.amazonaws.com/serviceaccount',
  'azure-identity-token:/var/run/secrets/azure/tokens',
  'credential-socket:/var/run/secrets/credential-uds',
  'eks-pod-identity-token:/var/run/secrets/pods.eks.amazonaws.com/serviceaccount',
  'gke-workload-certificate:/var/run/secrets/workload-spiffe-credentials',
  'istio-ca-crl:/var/run/secrets/istio/crl',
  'istio-certs:/etc/certs/',
  'istio-data:/var/lib/istio/data',
  'istio-envoy:/etc/istio/proxy',
  'istio-podinfo:/etc/istio/pod',
  'istio-token:/var/run/secrets/tokens',
  'istiod-ca-cert:/var/run/secrets/istio',
  'workload-certs:/var/run/secrets/workload-spiffe-credentials',
  'workload-socket:/var/run/secrets/workload-spiffe-uds',
];

/** Path where Kubernetes mounts the token of the service account, from a volume with a random name. */
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount';

function mounts({ proxyMounts }: IstioContainerFacts): string {
  const sound = and(
    '!has(mount.subPath)',
    '!has(mount.subPathExpr)',
    or(
      `mount.mountPath == ${quoted(TOKEN)}`,
      `(mount.name + ':' + mount.mountPath) in ${listOf([...new Set([...MOUNTS, ...proxyMounts])].sort())}`,
    ),
  );
  return every('c', 'volumeMounts', 'mount', sound);
}
