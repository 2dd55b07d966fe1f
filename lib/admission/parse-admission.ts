import { IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { Host } from '../host/host';
import { assertBoolean } from '../input/boolean';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { assertInstances } from '../input/instance';
import { assertThat } from '../input/assert-that';
import { parseOptionalNamespaces } from '../input/namespaces';
import { assertApplicationNamespaces } from '../input/system-namespaces';
import { parseSet } from '../input/list';
import { PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { assertLiteral } from '../input/token';
import { GUARDED_ANNOTATIONS, isGuardedAnnotation } from '../render/admission/pod-annotations';
import { AdmissionEnforcement } from './admission-enforcement';
import { Subject } from './subject';
import { EgressAdmissionPolicyProps } from './egress-admission-policy-props';

const PROPERTIES: PropertyNames<EgressAdmissionPolicyProps> = {
  gateway: true,
  deployers: true,
  namespaces: true,
  enforcement: true,
  tenantKinds: true,
  tenantHosts: true,
  proxyImages: true,
  allowedPodAnnotations: true,
  proxyConfigs: true,
  proxyEnv: true,
  proxyInitArgs: true,
  proxyMounts: true,
  trustedControllers: true,
  exportToDefaultsToNamespace: true,
};

const RELEASES = ['docker.io/istio/proxyv2', 'gcr.io/istio-release/proxyv2', 'registry.istio.io/release/proxyv2'];

/** The properties of an admission policy with their defaults; lists without an order of their own are sorted. */
export interface ParsedAdmission {
  readonly deployers: readonly Subject[];
  readonly trustedControllers: readonly Subject[];
  readonly namespaces: readonly string[];
  readonly enforcement: AdmissionEnforcement;
  readonly tenantKinds: readonly string[];
  readonly tenantHosts: readonly string[];
  readonly proxyImages: readonly string[];
  readonly allowedPodAnnotations: Readonly<Record<string, string>>;
  readonly proxyConfigs: readonly string[];
  readonly proxyEnv: readonly string[];
  readonly proxyMounts: readonly string[];
  readonly proxyInitArgs: readonly string[];
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
      const { proxyImages = RELEASES, allowedPodAnnotations = {}, proxyInitArgs = [] } = given;
      return {
        gateway: () => assertSameMesh(construct, given.gateway),
        deployers: () => parseSubjects('deployers', deployers, false),
        trustedControllers: () => parseSubjects('trustedControllers', trustedControllers, true),
        exportToDefaultsToNamespace: () => parseBoolean('exportToDefaultsToNamespace', exportToDefaultsToNamespace),
        namespaces: () => parseTenantNamespaces(given.namespaces, meshOf(construct).model.settings.rootNamespace),
        enforcement: () => parseEnforcement(given.enforcement),
        tenantKinds: () => parseKinds(given.tenantKinds),
        tenantHosts: () => parseTenantHosts(tenantHosts),
        proxyImages: () => parseImages(proxyImages),
        allowedPodAnnotations: () => parseAnnotations(allowedPodAnnotations),
        proxyConfigs: () =>
          parseTexts('proxyConfigs', given.proxyConfigs, /\S/, `['{"holdApplicationUntilProxyStarts":true}']`),
        proxyEnv: () => parseTexts('proxyEnv', given.proxyEnv, /^[A-Za-z_]\w*$/, "['BOOTSTRAP_XDS_AGENT']"),
        proxyMounts: () =>
          parseTexts('proxyMounts', given.proxyMounts, /^[a-z0-9-]+:\/[^:]+$/, "['vault-token:/var/run/vault']"),
        proxyInitArgs: () => parseInitArgs(proxyInitArgs),
      };
    },
    { gateway: REQUIRED, deployers: REQUIRED, images: 'proxyImages', annotations: 'allowedPodAnnotations' },
  );
  return read;
}

function parseSubjects(what: string, deployers: readonly Subject[], mayBeEmpty: boolean): readonly Subject[] {
  const example = "Subject.serviceAccount('argocd', 'argocd-application-controller')";
  assertInstances(what, deployers, 'Subject', example, mayBeEmpty ? undefined : 'one deployer or more');
  return [...deployers];
}

function parseBoolean(what: string, value: boolean): boolean {
  assertBoolean(what, value);
  return value;
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

/** Kinds of the core group are rejected: tenants may create all of them, except endpoints and bindings. */
function parseKinds(values: readonly string[] = []): readonly string[] {
  const example = 'verticalpodautoscalers.autoscaling.k8s.io';
  return parseSet(values, {
    what: 'tenantKinds',
    parse: (kind, what) => {
      if (typeof kind === 'string' && KIND.test(kind)) return kind;
      throw EgressError.of({
        code: 'EGR0704',
        problem: `${what} must be a kind as RESOURCE.GROUP`,
        got: kind,
        allowed: 'the plural name of a resource in lower case, and its API group',
        fix: `write the kind as "kubectl api-resources --output=name" prints it: "${example}"`,
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

const IMAGE = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/;

function parseImages(images: readonly string[]): readonly string[] {
  return parseSet(images, {
    what: 'proxyImages',
    parse: (image, what) => {
      if (typeof image === 'string' && IMAGE.test(image)) return image;
      throw EgressError.of({
        code: 'EGR0701',
        problem: `${what} must be the repository of an image`,
        got: image,
        allowed: 'registry/path, without a tag and without a digest',
        fix: `write the image of the istio-proxy container up to its tag: "${RELEASES[0]}"`,
      });
    },
    allowed: 'one repository or more',
    example: `["${RELEASES[0]}"]`,
  });
}

function parseAnnotations(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  assertLiteral('allowedPodAnnotations', annotations);
  const isObject = typeof annotations === 'object' && annotations !== null && !Array.isArray(annotations);
  const entries = isObject ? Object.entries(annotations) : [];
  const sound = isObject && entries.every(([key, value]) => key !== '' && typeof value === 'string');
  const example = `{ 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' }`;
  assertThat(sound, 'allowedPodAnnotations', 'map annotations to text', annotations, example);
  readEach(entries, ([key]) => assertGuarded(key));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function assertGuarded(key: string): void {
  if (isGuardedAnnotation(key)) return;
  throw EgressError.of({
    code: 'EGR0702',
    problem: `allowedPodAnnotations cannot have ${key}, which the policy does not restrict`,
    got: key,
    allowed: `annotations that begin with ${GUARDED_ANNOTATIONS.join(', ')}`,
    fix: `remove "${key}" from allowedPodAnnotations`,
  });
}

function parseTexts(what: string, values: readonly string[] = [], form: RegExp, example: string): readonly string[] {
  assertTexts(what, values, form, example);
  return [...values].sort();
}

/** The order of arguments has a meaning. */
function parseInitArgs(values: readonly string[]): readonly string[] {
  const example = "['istio-iptables', '-p', '15001']";
  assertTexts('proxyInitArgs', values, /^/, example);
  const sound = values.length === 0 || values[0] === 'istio-iptables';
  assertThat(sound, 'proxyInitArgs', 'begin with istio-iptables', values, example);
  return [...values];
}

function assertTexts(what: string, values: readonly string[], form: RegExp, example: string): void {
  assertLiteral(what, values);
  const sound = Array.isArray(values) && values.every((value) => typeof value === 'string' && form.test(value));
  assertThat(sound, what, 'be a list of texts in the form of the example', values, example);
}
