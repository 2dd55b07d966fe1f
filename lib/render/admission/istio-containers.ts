/**
 * The containers that Istio injects. They may do more than others, as the proxy's user or with the right to redirect, so they must
 * be what istiod injects, not only be called so: a pod may bring containers with their names, which istiod lays over its own
 * (https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#customizing-injection).
 */
import { AdmissionRule } from './admission-policy';
import { and, every, listOf, or, quoted, whereSet } from './cel';

/** What of them differs from mesh to mesh. */
export interface IstioContainerFacts {
  readonly clusterDomain: string;
  /** Repositories of the image. */
  readonly proxyImages: readonly string[];
  /** Values of `PROXY_CONFIG`, beside that of Istio's defaults. */
  readonly proxyConfigs: readonly string[];
  /** Names of environment variables, beside those that Istio has by itself. */
  readonly proxyEnv: readonly string[];
  /** Arguments of the container that redirects; none for those of Istio's defaults. */
  readonly redirection: readonly string[];
  /** Mounts as `VOLUME:PATH`, beside those that Istio has by itself. */
  readonly proxyMounts: readonly string[];
}

const PROXY = 'istio-proxy';

/** The names of the containers: the second and third redirect, or look whether a plugin does. */
export const INJECTED: readonly string[] = [PROXY, 'istio-init', 'istio-validation'];

/** How a message names what stands in a template of Istio's. */
const AS_INJECTED = `containers named like istio's (${INJECTED.join(', ')}) are as istio injects them`;

/** Rules for all containers with these names, as `variables.proxies`, and for `variables.others`. */
export function istioContainerRules(facts: IstioContainerFacts): AdmissionRule[] {
  const rules: readonly (readonly [condition: string, what: string])[] = [
    [image(facts), `image one of ${facts.proxyImages.join(', ')}, without a command`],
    [and(isProxyOr(redirection(facts)), isNoProxyOr(agent(facts))), 'with its arguments (redirection says others)'],
    [and(...hooks(), ...probes()), 'without other programs in hooks and probes'],
    [environment(facts), 'with its environment (proxyEnv and proxyConfigs say more)'],
    [mounts(facts), 'with its volumes (proxyMounts says more)'],
  ];
  return [
    ...rules.map(([condition, what]) => ({
      expression: `variables.proxies.all(c, ${condition})`,
      message: `${AS_INJECTED}: ${what}`,
    })),
    {
      expression: `variables.others.all(c, ${every('c', 'volumeMounts', 'mount', `!(mount.name in ${listOf(STATE)})`)})`,
      message: `the proxy's own files are not for other containers (${STATE.join(', ')})`,
    },
    {
      expression: every('object.spec', 'ephemeralContainers', 'c', whereSet('c', 'targetContainerName', isNotInjected)),
      message: "the proxy's processes are not for other containers",
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

/** What tells its arguments apart where they are read as one text; no argument may have it. */
const BETWEEN = '|';

/** All that goes out is redirected, but for that of the proxy's user; what comes in is the pod's own affair. */
const REDIRECTED =
  '^istio-iptables\\|-p\\|15001\\|-z\\|15006\\|-u\\|1337\\|-m\\|REDIRECT\\|-i\\|\\*\\|-x\\|\\|-b\\|[*0-9,]*\\|-d\\|[0-9,]*' +
  '(\\|--(log_output_level=[a-zA-Z0-9:,_-]+|log_as_json|force-apply|native-nftables))*';

/** What redirects does so; what looks whether a plugin does must not. */
const REDIRECTION: Readonly<Record<string, string>> = {
  'istio-init': `${REDIRECTED}$`,
  'istio-validation': `${REDIRECTED}\\|--run-validation\\|--skip-rule-apply(\\|--native-nftables)?$`,
};

function redirection({ redirection: own }: IstioContainerFacts): string {
  if (own.length > 0) return and('has(c.args)', `c.args == ${listOf(own)}`);
  return and(
    'has(c.args)',
    `c.args.all(arg, !arg.contains(${quoted(BETWEEN)}))`,
    ...Object.entries(REDIRECTION).map(([name, args]) =>
      or(`c.name != ${quoted(name)}`, `c.args.join(${quoted(BETWEEN)}).matches(${quoted(args)})`),
    ),
  );
}

/** Flags of the agent that say nothing of where its configuration comes from. */
const AGENT_FLAGS = ['proxyLogLevel', 'proxyComponentLogLevel', 'log_output_level', 'stsPort', 'outlierLogPath'];

function agent({ clusterDomain }: IstioContainerFacts): string {
  const words = ['proxy', 'sidecar', '--domain', `$(POD_NAMESPACE).svc.${clusterDomain}`, '--log_as_json'];
  return and(
    'has(c.args)',
    'size(c.args) > 1',
    "c.args[0] == 'proxy'",
    "c.args[1] == 'sidecar'",
    every(
      'c',
      'args',
      'arg',
      or(`arg in ${listOf(words)}`, ...AGENT_FLAGS.map((flag) => `arg.startsWith(${quoted(`--${flag}=`)})`)),
    ),
  );
}

/** The agent waits for Envoy, or drains it; with other words it could ask a host outside, or take the redirection away. */
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

/** `{}`, or where the istiod of a revision is. */
const DEFAULT_CONFIG = '^\\{("discoveryAddress":"istiod[a-z0-9-]*\\.istio-system\\.svc:15012")?\\}$';

/** Of Istio's injection template, what its webhook adds, and what those of clouds add to every container. */
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

/** Another bootstrap or another istiod would be another proxy. */
function environment({ proxyConfigs, proxyEnv }: IstioContainerFacts): string {
  const config = and(
    `variable.name == ${quoted(CONFIG)}`,
    'has(variable.value)',
    or(
      `variable.value.trim().matches(${quoted(DEFAULT_CONFIG)})`,
      ...proxyConfigs.map((value) => `variable.value.trim() == ${quoted(value.trim())}`),
    ),
  );
  const known = [...new Set([...ENVIRONMENT, ...proxyEnv])].sort();
  const sound = or(`variable.name in ${listOf(known)}`, "variable.name.startsWith('ISTIO_META_')", config);
  return and('!has(c.envFrom)', every('c', 'env', 'variable', sound));
}

/** Volumes that the proxy writes to, and starts from. */
const STATE: readonly string[] = ['istio-data', 'istio-envoy'];

/** Where its volumes are, and the tokens that clouds give to every container. A file of somebody else's could stand in the place of a program or of the bootstrap. */
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

/** Where Kubernetes itself puts the token of the service account, from a volume with a name that it draws. */
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
