/**
 * The containers that Istio injects. These containers may run as the proxy's user, or change the redirection, so the names alone are
 * not sufficient: the containers must be as istiod injects them. A pod can contain containers with these names, which istiod merges
 * into its own (https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#customizing-injection).
 */
import { IstioInjectionModel } from '../../mesh/istio-injection-model';
import { AdmissionRule } from './admission-policy';
import { and, escapeRegExp, every, listOf, or, quoted, whereSet } from './cel';
import { environment, MeshFacts } from './istio-environment';
import { istioMounts } from './istio-volumes';
import { LEVELS } from './pod-annotations';

const PROXY = 'istio-proxy';

/** The containers that redirect traffic: `istio-init` does, `istio-validation` verifies that a CNI plugin did. */
const REDIRECTING = ['istio-init', 'istio-validation'];

/** The names of the containers. */
export const INJECTED: readonly string[] = [PROXY, ...REDIRECTING];

/** The common part of the messages about Istio's containers. */
const AS_INJECTED = `containers ${INJECTED.join(', ')} must be as Istio injects them`;

const OF_INJECTION = 'of IstioInjection';

/** Fields of the containers. Other fields change the program, its directory, or its source of settings. */
const FIELDS: readonly string[] = [
  ...['name', 'image', 'args', 'env', 'imagePullPolicy', 'lifecycle', 'ports', 'readinessProbe', 'resizePolicy'],
  ...['resources', 'securityContext', 'startupProbe', 'terminationMessagePath', 'terminationMessagePolicy'],
  'volumeMounts',
];

/** Fields of their security contexts. */
const PRIVILEGES: readonly string[] = [
  ...['allowPrivilegeEscalation', 'capabilities', 'privileged', 'readOnlyRootFilesystem', 'runAsGroup'],
  ...['runAsNonRoot', 'runAsUser', 'seccompProfile'],
];

/** Returns the rules for Istio's containers, `variables.proxies`. */
export function istioContainerRules(mesh: MeshFacts, injection: IstioInjectionModel): AdmissionRule[] {
  const rules: readonly (readonly [condition: string, allowed: string])[] = [
    [fields(), `fields: ${FIELDS.join(', ')}, and restartPolicy of ${PROXY}`],
    [image(injection), `image: ${injection.proxyImages.join(', ')}`],
    [args(mesh, injection), `arguments: Istio's defaults, or proxyInitArgs ${OF_INJECTION}`],
    [privileges(injection), `privileges: user and group ${injection.proxyUserId}, and those of istio-init`],
    [and(hooks(), probes()), 'programs in hooks: pilot-agent, to wait or to drain; in probes: none'],
    [environment(mesh, injection), `environment: Istio's defaults, proxyEnv and proxyConfigs ${OF_INJECTION}`],
    [istioMounts(injection.proxyMounts), `volumes: Istio's defaults, and proxyMounts ${OF_INJECTION}`],
  ];
  return [
    ...rules.map(([condition, allowed]) => ({
      expression: `variables.proxies.all(c, ${condition})`,
      message: `${AS_INJECTED}; allowed ${allowed}`,
    })),
    ...(injection.enablePrometheusMerge ? [] : [NO_MERGED_METRICS]),
  ];
}

/**
 * The agent asks the application for metrics as the user of the proxy, and follows redirects to any host (`handleStats` and
 * `scrape` in istio.io/istio `pilot/cmd/pilot-agent/status/server.go`). istiod sets the variable where metrics are merged.
 */
const NO_MERGED_METRICS: AdmissionRule = {
  expression: `variables.proxies.all(c, ${every('c', 'env', 'e', "e.name != 'ISTIO_PROMETHEUS_ANNOTATIONS'")})`,
  message: `the agent of the sidecar cannot merge metrics of the application, which can redirect the agent to any host: write the annotation prometheus.istio.io/merge-metrics: "false", or enablePrometheusMerge ${OF_INJECTION}`,
};

/** Any other value than `true` turns the injection off: the pod would bring Istio's containers, of any version, itself. */
const INJECT = quoted('sidecar.istio.io/inject');

/** Rejects pods in which a container runs before the redirection, or without the redirection. */
export function redirectionRules(): AdmissionRule[] {
  const init = 'object.spec.initContainers';
  const redirects = `c.name in ${listOf(REDIRECTING)}`;
  // istiod injects one of both, and a second one of the tenant's would change the order.
  const first = and(
    `has(${init})`,
    `size(${init}) > 0`,
    `${init}[0].name in ${listOf(REDIRECTING)}`,
    `${init}.exists_one(c, ${redirects})`,
  );
  const labels = 'variables.namespaceLabels';
  const injects = `'istio-injection' in ${labels} ? ${labels}['istio-injection'] == 'enabled' : 'istio.io/rev' in ${labels}`;
  return [
    {
      expression: or(
        `!(${injects})`,
        and(
          `variables.proxies.exists(c, c.name == ${quoted(PROXY)})`,
          whereSet('object.metadata', 'labels', (all) => or(`!(${INJECT} in ${all})`, `${all}[${INJECT}] == 'true'`)),
        ),
      ),
      message: `pods of a namespace with sidecar injection must have the containers that Istio injects (${PROXY}, and istio-init or istio-validation): remove labels and annotations that disable the injection`,
    },
    {
      expression: or('size(variables.proxies) == 0', first),
      message:
        'the first init container must be istio-init or istio-validation, without the other: an earlier container runs before the redirection; sidecars must be native',
    },
    ephemeralRule(redirects),
  ];
}

/** Rejects ephemeral containers before the redirection. */
function ephemeralRule(redirects: string): AdmissionRule {
  const later = 'object.spec.ephemeralContainers';
  const ended = 'object.status.initContainerStatuses';
  // The status is that of the stored pod: a tenant cannot write the status with the container.
  const succeeded = and(
    `has(object.status) && has(${ended})`,
    `${ended}.exists(s, s.name == c.name && has(s.state) && has(s.state.terminated) && s.state.terminated.exitCode == 0)`,
  );
  return {
    expression: or(
      `!has(${later})`,
      `size(${later}) == 0`,
      `variables.proxies.filter(c, ${redirects}).all(c, ${succeeded})`,
    ),
    message:
      'ephemeral containers must wait until istio-init or istio-validation has ended: the node starts ephemeral containers before init containers, and so before the redirection',
  };
}

function fields(): string {
  return `dyn(c).all(field, field in ${listOf(FIELDS)} || (field == 'restartPolicy' && c.name == ${quoted(PROXY)}))`;
}

function image({ proxyImages }: IstioInjectionModel): string {
  return `has(c.image) && c.image.matches(${quoted(`^(${proxyImages.map(escapeRegExp).join('|')})([:@].*)?$`)})`;
}

/** Separator of the arguments in one string. No argument may contain the separator. */
const SEPARATOR = '|';

/** Redirects all outbound traffic except that of the proxy's user. Inbound traffic is not restricted. */
const redirected = (user: number): string =>
  `istio-iptables\\|-p\\|15001\\|-z\\|15006\\|-u\\|${user}\\|-m\\|REDIRECT\\|-i\\|\\*\\|-x\\|\\|-b\\|[*0-9,]*\\|-d\\|[0-9,]*` +
  `(\\|--(log_output_level=${LEVELS}|log_as_json|force-apply|native-nftables|run-validation|skip-rule-apply))*`;

/** The agent with flags that do not change the source of its configuration. */
const agent = (clusterDomain: string): string =>
  `proxy\\|sidecar(\\|--(domain\\|\\$\\(POD_NAMESPACE\\)\\.svc\\.${escapeRegExp(clusterDomain)}|log_as_json|concurrency\\|[0-9]+` +
  '|(proxyLogLevel|proxyComponentLogLevel|log_output_level|stsPort|outlierLogPath)=[^|]*))*';

/** `istio-init` must apply the rules, `istio-validation` must not. */
const VALIDATES = ['--run-validation', '--skip-rule-apply'];

function args({ clusterDomain }: MeshFacts, { proxyInitArgs, proxyUserId }: IstioInjectionModel): string {
  const redirects = proxyInitArgs.length > 0 ? escapeRegExp(proxyInitArgs.join(SEPARATOR)) : redirected(proxyUserId);
  const forms = `^(${PROXY}\\|${agent(clusterDomain)}|(${REDIRECTING.join('|')})\\|${redirects})$`;
  return and(
    'has(c.args)',
    `c.args.all(arg, !arg.contains(${quoted(SEPARATOR)}))`,
    `([c.name] + c.args).join(${quoted(SEPARATOR)}).matches(${quoted(forms)})`,
    `${listOf(VALIDATES)}.all(flag, (flag in c.args) == (c.name == 'istio-validation'))`,
  );
}

/** `istio-init` runs as root with two capabilities, the others as the proxy's user without capabilities. */
function privileges({ proxyUserId }: IstioInjectionModel): string {
  const context = 'c.securityContext';
  return and(
    `has(${context})`,
    `dyn(${context}).all(field, field in ${listOf(PRIVILEGES)})`,
    `['runAsUser', 'runAsGroup'].all(id, id in ${context} && ${context}[id] == (c.name == 'istio-init' ? 0 : ${proxyUserId}))`,
    or(`!has(${context}.privileged)`, `!${context}.privileged`),
    every(context, 'capabilities.add', 'name', "c.name == 'istio-init' && name in ['NET_ADMIN', 'NET_RAW']"),
  );
}

/** The agent may wait for Envoy, or drain Envoy. Other arguments could call an external host, or remove the redirection. */
function hooks(): string {
  const command = 'c.lifecycle[hook].exec.command';
  return whereSet(
    'c',
    'lifecycle',
    () =>
      `c.lifecycle.all(hook, has(c.lifecycle[hook].exec) && ${command}.join(' ').matches('^pilot-agent (wait|request --debug-port=[0-9]+ POST drain)$'))`,
  );
}

function probes(): string {
  return and(...['readinessProbe', 'startupProbe'].map((probe) => whereSet('c', `${probe}.exec`, () => 'false')));
}
