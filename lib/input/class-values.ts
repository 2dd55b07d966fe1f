import { didYouMean } from './did-you-mean';
import { isPlainObject, sourceOf } from './source-text';

/** A rule that returns what a value means, as source code; undefined for a value that the rule does not understand. */
type Meaning = (value: unknown) => string | undefined;

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/i;
const CIDR = /^[0-9a-f.:]+\/\d+$/i;
const PROVIDER = /^[\w.-]+$/;

/** Returns a rule for texts of a form: `EgressSource.namespace("payments")`. */
function text(form: RegExp, factory: string): Meaning {
  return (value) =>
    typeof value === 'string' && form.test(value) ? `${factory}(${JSON.stringify(value)})` : undefined;
}

/** Returns a rule for names of constants of a class, in any case, with or without the name of the class. */
function constant(className: string, ...names: readonly string[]): Meaning {
  return (value) => {
    if (typeof value !== 'string') return undefined;
    const meant = didYouMean(value.replace(`${className}.`, '').replace(/[-\s]/g, '_'), names);
    return meant === undefined ? undefined : `${className}.${meant}`;
  };
}

/** Returns a rule for names of factories that need no arguments. */
function named(className: string, ...names: readonly string[]): Meaning {
  const meaning = constant(className, ...names);
  return (value) => {
    const meant = meaning(value);
    return meant === undefined ? undefined : `${meant}()`;
  };
}

/** Returns a rule for constructs of cdk8s-plus, which are recognized by a method. */
function construct(method: string, factory: string): Meaning {
  return (value) =>
    typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[method] === 'function'
      ? `${factory}(${variableOf(value)})`
      : undefined;
}

/** Returns a likely name of the variable that holds an instance: `serviceAccount`. */
function variableOf(value: unknown): string {
  const { name } = (value as object).constructor;
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

/** Returns a rule for options that are written without their factory. */
function options(
  factory: string,
  isMeant: (value: Readonly<Record<string, unknown>>) => boolean = () => true,
): Meaning {
  return (value) => {
    if (!isPlainObject(value) || !isMeant(value)) return undefined;
    const source = sourceOf(Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'mode')));
    return source === undefined ? undefined : `${factory}(${source === '{}' ? '' : source})`;
  };
}

/** Returns a rule for a factory that is passed without a call. */
function uncalled(name: string, call: string): Meaning {
  return (value) => (typeof value === 'function' && value.name === name ? call : undefined);
}

const namespaceOf: Meaning = (value) => (isPlainObject(value) ? value['namespace'] : undefined) as string | undefined;

/** Returns a rule for objects with a namespace. */
function namespaced(factory: string): Meaning {
  return (value) => text(LABEL, factory)(namespaceOf(value));
}

const serviceAccount: Meaning = (value) => {
  const name = isPlainObject(value) ? value['name'] : undefined;
  const namespace = namespaceOf(value);
  if (typeof name !== 'string' || typeof namespace !== 'string') return undefined;
  return `EgressSource.serviceAccount(${JSON.stringify(namespace)}, ${JSON.stringify(name)})`;
};

const subject: Meaning = (value) => {
  const [, namespace, name] =
    /^system:serviceaccount:([^:]+):([^:]+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  return name === undefined ? undefined : `Subject.serviceAccount("${namespace}", "${name}")`;
};

const externalControlPlane: Meaning = (value) =>
  typeof value === 'string' && CIDR.test(value) ? `ControlPlane.external({ cidrs: ["${value}"] })` : undefined;

const port: Meaning = (value) => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return Number.isInteger(number) ? `EgressPort.tcp(${String(number)})` : undefined;
};

const isMutual = ({ mode }: Readonly<Record<string, unknown>>): boolean =>
  typeof mode === 'string' && mode.toUpperCase() === 'MUTUAL';

const mutual: Meaning = (value) =>
  typeof value === 'string' && isMutual({ mode: value })
    ? 'TlsOrigination.mutual({ credentialName: "client-certificate" })'
    : undefined;

const secretNamed: Meaning = (value) =>
  typeof value === 'string' && LABEL.test(value)
    ? `HttpCredential.fromSecret({ secretName: ${JSON.stringify(value)} })`
    : undefined;

const ports: Meaning = (value) => {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) return undefined;
  const [http, tls] = value as readonly number[];
  return `GatewayPorts.of({ http: { port: ${http} }, tls: { port: ${tls} } })`;
};

/** The meanings of values that users write in place of an instance of a class, by class. */
const MEANINGS: Readonly<Record<string, readonly Meaning[]>> = {
  AccessLog: [constant('AccessLog', 'TEXT', 'JSON'), text(PROVIDER, 'AccessLog.provider')],
  ClusterDns: [
    constant('ClusterDns', 'KUBE_DNS', 'OPENSHIFT'),
    uncalled('nodeLocal', 'ClusterDns.nodeLocal()'),
    options('ClusterDns.of'),
  ],
  ControlPlane: [
    constant('ControlPlane', 'ISTIOD'),
    externalControlPlane,
    options('ControlPlane.external', (value) => 'cidrs' in value),
    options('ControlPlane.istiod'),
  ],
  EgressPeer: [
    text(CIDR, 'EgressPeer.cidr'),
    text(LABEL, 'EgressPeer.namespace'),
    construct('toNetworkPolicyPeerConfig', 'EgressPeer.fromNetworkPolicyPeer'),
    namespaced('EgressPeer.namespace'),
    uncalled('sameNamespace', 'EgressPeer.sameNamespace()'),
  ],
  EgressPort: [port],
  EgressSource: [
    text(LABEL, 'EgressSource.namespace'),
    construct('toSubjectConfiguration', 'EgressSource.fromServiceAccount'),
    serviceAccount,
    namespaced('EgressSource.namespace'),
    uncalled('anyAuthenticated', 'EgressSource.anyAuthenticated()'),
  ],
  GatewayPorts: [constant('GatewayPorts', 'HELM_CHART', 'ISTIOCTL'), ports, options('GatewayPorts.of')],
  GatewayWorkload: [
    named('GatewayWorkload', 'deployment', 'external'),
    uncalled('deployment', 'GatewayWorkload.deployment()'),
    uncalled('external', 'GatewayWorkload.external()'),
    options('GatewayWorkload.deployment'),
  ],
  HttpCredential: [secretNamed, options('HttpCredential.fromSecret')],
  IstioInjection: [options('IstioInjection.of')],
  OutboundTrafficPolicy: [
    constant('OutboundTrafficPolicy', 'REGISTRY_ONLY', 'ALLOW_ANY'),
    uncalled('egressProxy', 'OutboundTrafficPolicy.egressProxy(gateway)'),
    (value) =>
      constant('OutboundTrafficPolicy', 'REGISTRY_ONLY', 'ALLOW_ANY')((value as { mode?: unknown } | null)?.mode),
  ],
  Subject: [subject, text(/\S/, 'Subject.group')],
  TlsOrigination: [
    named('TlsOrigination', 'simple'),
    mutual,
    options('TlsOrigination.mutual', isMutual),
    options('TlsOrigination.simple'),
    uncalled('simple', 'TlsOrigination.simple()'),
  ],
  WildcardTarget: [text(HOST, 'WildcardTarget.host'), uncalled('dynamicDns', 'WildcardTarget.dynamicDns()')],
};

/** Returns the instance that a value of another type means, as source code: `EgressSource.namespace("payments")`. */
export function meantInstance(className: string, value: unknown): string | undefined {
  for (const meaning of new Map(Object.entries(MEANINGS)).get(className) ?? []) {
    const meant = meantBy(meaning, value);
    if (meant !== undefined) return meant;
  }
  return undefined;
}

/** A value of an unknown class can fail when it is read, as the prototype of a class does. */
function meantBy(meaning: Meaning, value: unknown): string | undefined {
  try {
    return meaning(value);
  } catch {
    return undefined;
  }
}
