import { IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { Host } from '../host/host';
import { parseBoolean } from '../input/boolean';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { assertInstance, assertInstances } from '../input/instance';
import { assertAnnotations } from '../input/labels';
import { parseOptionalNamespaces } from '../input/namespaces';
import { assertApplicationNamespaces } from '../input/system-namespaces';
import { parseSet } from '../input/list';
import { PropertyHints, PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { sortedByKey } from '../input/sorted-by-key';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';
import { IstioInjectionModel } from '../mesh/istio-injection-model';
import { isAllowedAnnotation } from '../render/admission/pod-annotations';
import { AdmissionEnforcement } from './admission-enforcement';
import { IstioInjection } from './istio-injection';
import { Subject } from './subject';
import { EgressAdmissionPolicyProps } from './egress-admission-policy-props';
import { parseTexts, TextForm } from './parse-texts';

const PROPERTIES: PropertyNames<EgressAdmissionPolicyProps> = {
  gateway: true,
  deployers: true,
  namespaces: true,
  enforcement: true,
  tenantKinds: true,
  tenantHosts: true,
  allowedPodAnnotations: true,
  allowedPodAnnotationKeys: true,
  allowedPodFields: true,
  allowedCsiDrivers: true,
  allowedResources: true,
  istioInjection: true,
  trustedControllers: true,
  exportToDefaultsToNamespace: true,
};

/** Former names, and the names of Kubernetes. */
const PROPERTY_HINTS: PropertyHints = {
  gateway: REQUIRED,
  deployers: REQUIRED,
  annotations: 'allowedPodAnnotations',
  controllers: 'trustedControllers',
  hosts: 'tenantHosts',
  podAnnotations: 'allowedPodAnnotations',
  privateByDefault: 'exportToDefaultsToNamespace',
  ...Object.fromEntries(
    ['proxyImages', 'proxyConfigs', 'proxyEnv', 'proxyMounts'].map((name) => [name, injection(name)]),
  ),
  redirection: injection('proxyInitArgs'),
};

function injection(option: string): string {
  return `write istioInjection: IstioInjection.of({ ${option}: ... })`;
}

/** The properties of an admission policy with their defaults; lists without an order of their own are sorted. */
export interface ParsedAdmission {
  readonly deployers: readonly Subject[];
  readonly trustedControllers: readonly Subject[];
  readonly namespaces: readonly string[];
  readonly enforcement: AdmissionEnforcement;
  readonly tenantKinds: readonly string[];
  readonly tenantHosts: readonly string[];
  readonly allowedPodAnnotations: Readonly<Record<string, string>>;
  readonly allowedPodAnnotationKeys: readonly string[];
  readonly allowedPodFields: readonly string[];
  readonly allowedCsiDrivers: readonly string[];
  readonly allowedResources: readonly string[];
  readonly istioInjection: IstioInjectionModel;
  readonly exportToDefaultsToNamespace: boolean;
}

/**
 * Reads the properties of an admission policy.
 *
 * @throws EgressError that names every malformed property
 */
export function parseAdmission(construct: IConstruct, props: EgressAdmissionPolicyProps): ParsedAdmission {
  const { gateway: _, ...read } = readProperties(
    'EgressAdmissionPolicy',
    props,
    PROPERTIES,
    (given) => {
      const { deployers = [], trustedControllers = [], exportToDefaultsToNamespace = false, tenantHosts = [] } = given;
      const { allowedPodAnnotations = {}, istioInjection = IstioInjection.of({}) } = given;
      return {
        gateway: () => assertSameMesh(construct, given.gateway),
        deployers: () => parseSubjects('deployers', deployers, false),
        trustedControllers: () => parseSubjects('trustedControllers', trustedControllers, true),
        exportToDefaultsToNamespace: () => parseBoolean('exportToDefaultsToNamespace', exportToDefaultsToNamespace),
        namespaces: () => parseTenantNamespaces(given.namespaces, meshOf(construct).model.settings.rootNamespace),
        enforcement: () => parseEnforcement(given.enforcement),
        tenantKinds: () => parseKinds(given.tenantKinds),
        tenantHosts: () => parseTenantHosts(tenantHosts),
        allowedPodAnnotations: () => parseAnnotations(allowedPodAnnotations),
        allowedPodAnnotationKeys: () => parseTexts('allowedPodAnnotationKeys', given.allowedPodAnnotationKeys, KEYS),
        allowedPodFields: () => parseTexts('allowedPodFields', given.allowedPodFields, FIELDS),
        allowedCsiDrivers: () => parseTexts('allowedCsiDrivers', given.allowedCsiDrivers, DRIVERS),
        allowedResources: () => parseTexts('allowedResources', given.allowedResources, RESOURCES),
        istioInjection: () => parseInjection(istioInjection),
      };
    },
    PROPERTY_HINTS,
  );
  return read;
}

function parseSubjects(what: string, deployers: readonly Subject[], mayBeEmpty: boolean): readonly Subject[] {
  const example = "Subject.serviceAccount('argocd', 'argocd-application-controller')";
  assertInstances(what, deployers, 'Subject', example, mayBeEmpty ? undefined : 'one deployer or more');
  return [...deployers];
}

function parseTenantNamespaces(values: readonly string[] | undefined, rootNamespace: string): readonly string[] {
  const namespaces = parseOptionalNamespaces('namespaces', values);
  assertApplicationNamespaces(namespaces, rootNamespace);
  return namespaces;
}

function parseEnforcement(value = AdmissionEnforcement.DENY): AdmissionEnforcement {
  assertEnum('enforcement', value, 'AdmissionEnforcement', AdmissionEnforcement);
  return value;
}

const KIND = /^[a-z]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

const ROUTING = /\.(networking\.istio\.io|extensions\.istio\.io|discovery\.k8s\.io)$/;

/** Kinds of the core group are rejected: tenants may create all of them, except endpoints and bindings. */
function parseKinds(values: readonly string[] = []): readonly string[] {
  const example = 'verticalpodautoscalers.autoscaling.k8s.io';
  return parseSet(values, {
    what: 'tenantKinds',
    parse: (kind, what) => {
      const isKind = typeof kind === 'string' && KIND.test(kind);
      if (isKind && !ROUTING.test(kind)) return kind;
      throw EgressError.of({
        code: 'EGR0704',
        problem: `${what} ${isKind ? 'cannot be a kind that changes the path of traffic' : 'must be a kind as RESOURCE.GROUP'}`,
        got: kind,
        allowed: 'the plural name of a resource in lower case, and its API group',
        fix: isKind
          ? `remove "${kind}", and let a deployer apply such objects`
          : `write the kind as "kubectl api-resources --output=name" prints it: "${example}"`,
      });
    },
    allowed: 'kinds as RESOURCE.GROUP',
    example: `["${example}"]`,
    mayBeEmpty: true,
  });
}

/** Wildcards are rejected: a host below the wildcard may have a route. */
function parseTenantHosts(values: readonly string[]): readonly string[] {
  return parseSet(values, {
    what: 'tenantHosts',
    parse: (value, what) => Host.parse(value, what).name,
    allowed: 'full DNS names that have no route',
    example: '["api.example.com"]',
    mayBeEmpty: true,
  });
}

/** Values of Istio's annotations are part of the proxy, so that their keys are not sufficient. */
const KEYS: TextForm = {
  form: /^(?!([^/]*\.)?istio\.io\/)[A-Za-z0-9][A-Za-z0-9._/-]*$/,
  predicate: 'be a key of an annotation outside istio.io, or a domain with a slash',
  example: "'example.com/'",
};
const FIELDS: TextForm = {
  form: /^(?!host(IPC|Network|PID)$)[a-z][A-Za-z]*$/,
  predicate: 'be the name of a field of a PodSpec, except hostIPC, hostNetwork and hostPID',
  example: "'runtimeClassName'",
};
const DRIVERS: TextForm = {
  form: /^[a-z0-9][A-Za-z0-9.-]*$/,
  predicate: 'be the name of a CSI driver',
  example: "'secrets-store.csi.k8s.io'",
};
const RESOURCES: TextForm = {
  form: /^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/,
  predicate: 'be the name of an extended resource',
  example: "'nvidia.com/gpu'",
};

function parseInjection(value: IstioInjection): IstioInjectionModel {
  assertInstance(
    'istioInjection',
    value,
    'IstioInjection',
    "IstioInjection.of({ proxyImages: ['registry.example.com/istio/proxyv2'] })",
  );
  return value._model;
}

function parseAnnotations(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  assertLiteral('allowedPodAnnotations', annotations);
  assertAnnotations('allowedPodAnnotations', annotations);
  const entries = Object.entries(annotations);
  readEach(entries, ([key, value]) => {
    assertRefused(key);
    assertText(`allowedPodAnnotations["${key}"]`, value);
  });
  return sortedByKey(annotations);
}

function assertRefused(key: string): void {
  if (!isAllowedAnnotation(key)) return;
  throw EgressError.of({
    code: 'EGR0702',
    problem: `allowedPodAnnotations cannot have ${key}, which pods may have with any value`,
    got: key,
    allowed: 'annotations that the policy refuses by default',
    fix: `remove "${key}" from allowedPodAnnotations`,
  });
}
