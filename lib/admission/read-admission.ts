import { checkGateway } from '../gateway/gateway-facts-of';
import { checkFlag } from '../input/boolean';
import { parseHosts } from '../host/hosts';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { parseOptionalNamespaces, refuseSystemNamespaces } from '../input/namespace';
import { required } from '../input/instance';
import { refuseToken } from '../input/token';
import { GUARDED_ANNOTATIONS, isGuardedAnnotation } from '../render/admission/pod-annotations';
import { Deployer } from './deployer';
import { EgressAdmissionPolicyProps } from './egress-admission-policy-props';

const KNOWN: Known<EgressAdmissionPolicyProps> = {
  gateway: true,
  deployers: true,
  namespaces: true,
  hosts: true,
  proxyImages: true,
  podAnnotations: true,
  proxyConfigs: true,
  proxyEnv: true,
  redirection: true,
  proxyMounts: true,
  controllers: true,
  privateByDefault: true,
};

const RELEASES = ['docker.io/istio/proxyv2', 'gcr.io/istio-release/proxyv2', 'registry.istio.io/release/proxyv2'];

/**
 * Reads what a user wrote of the admission policy.
 *
 * @returns all of it, with defaults, each sound; lists sorted
 * @throws InputError for the first property that is malformed
 */
export function readAdmission(props: EgressAdmissionPolicyProps): Required<EgressAdmissionPolicyProps> {
  refuseUnknown('EgressAdmissionPolicy', props, KNOWN);
  const { gateway, deployers, hosts = [], proxyImages = RELEASES, podAnnotations = {} } = props;
  const { controllers = [], privateByDefault = false } = props;
  checkGateway(gateway);
  const sound = Array.isArray(deployers) && deployers.length > 0 && deployers.every((each) => each instanceof Deployer);
  required('deployers', sound, deployers, "[Deployer.serviceAccount('argocd', 'argocd-application-controller')]");
  const kept = Array.isArray(controllers) && controllers.every((each) => each instanceof Deployer);
  required('controllers', kept, controllers, "[Deployer.serviceAccount('metallb-system', 'controller')]");
  checkFlag('privateByDefault', privateByDefault);
  const namespaces = parseOptionalNamespaces(props.namespaces);
  refuseSystemNamespaces(namespaces);
  const names = Array.isArray(hosts) && hosts.length === 0 ? [] : parseHosts(hosts).map(({ name }) => name);
  refuseWildcards(names);
  return {
    gateway,
    deployers,
    controllers,
    privateByDefault,
    namespaces,
    hosts: names,
    proxyImages: parseImages(proxyImages),
    podAnnotations: parseAnnotations(podAnnotations),
    ...readProxy(props),
  };
}

type OfProxies = 'proxyConfigs' | 'proxyEnv' | 'proxyMounts' | 'redirection';

/** What Istio's containers are in this mesh. */
function readProxy({
  proxyConfigs = [],
  proxyEnv = [],
  proxyMounts = [],
  redirection = [],
}: EgressAdmissionPolicyProps): Required<Pick<EgressAdmissionPolicyProps, OfProxies>> {
  texts('proxyConfigs', proxyConfigs, (value) => value.trim() !== '', `['{"holdApplicationUntilProxyStarts":true}']`);
  texts('proxyEnv', proxyEnv, (value) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(value), "['BOOTSTRAP_XDS_AGENT']");
  texts('proxyMounts', proxyMounts, (value) => /^[a-z0-9-]+:\/[^:]+$/.test(value), "['vault-token:/var/run/vault']");
  texts('redirection', redirection, () => true, "['istio-iptables', '-p', '15001', ...]");
  const sound = redirection.length === 0 || redirection[0] === 'istio-iptables';
  required('redirection', sound, redirection, "['istio-iptables', '-p', '15001', ...]");
  const sorted = { proxyConfigs: [...proxyConfigs].sort(), proxyEnv: [...proxyEnv].sort() };
  return { ...sorted, proxyMounts: [...proxyMounts].sort(), redirection: [...redirection] };
}

/** @throws InputError for anything else than a list of texts */
function texts(what: string, values: readonly string[], sound: (value: string) => boolean, allowed: string): void {
  refuseToken(what, values);
  const all = Array.isArray(values) && values.every((value) => typeof value === 'string' && sound(value));
  required(what, all, values, allowed);
}

function refuseWildcards(hosts: readonly string[]): void {
  const wildcard = hosts.find((host) => host.startsWith('*'));
  if (wildcard === undefined) return;
  throw new InputError({
    problem: 'host is a wildcard',
    got: wildcard,
    allowed: 'full dns names: below a wildcard there may be hosts that the gateway owns',
    fix: 'write the names that tenants may route',
  });
}

const IMAGE = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/;

function parseImages(images: readonly string[]): readonly string[] {
  refuseToken('proxyImages', images);
  required('proxyImages', Array.isArray(images) && images.length > 0, images, `['${RELEASES[0]}']`);
  for (const image of images) {
    if (typeof image === 'string' && IMAGE.test(image)) continue;
    throw new InputError({
      problem: 'proxy image is no repository',
      got: image,
      allowed: 'registry/path, without a tag or digest',
      fix: `write it as the pods' istio-proxy has it up to its tag: "${RELEASES[0]}"`,
    });
  }
  return [...images].sort();
}

function parseAnnotations(annotations: { readonly [key: string]: string }): { readonly [key: string]: string } {
  refuseToken('podAnnotations', annotations);
  const entries = typeof annotations === 'object' && annotations !== null ? Object.entries(annotations) : [];
  const sound =
    typeof annotations === 'object' && entries.every(([key, value]) => key !== '' && typeof value === 'string');
  required('podAnnotations', sound, annotations, "{ 'proxy.istio.io/config': '...' }");
  const other = entries.find(([key]) => !isGuardedAnnotation(key));
  if (other !== undefined) {
    throw new InputError({
      problem: `annotation ${other[0]} is of no kind that is refused`,
      got: other[0],
      allowed: `annotations that begin with ${GUARDED_ANNOTATIONS.join(', ')}`,
      fix: 'check its name, or remove it: pods may have it as it is',
    });
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
