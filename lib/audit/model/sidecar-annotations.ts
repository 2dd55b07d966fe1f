/**
 * The annotations of pods that the injection and the redirection read (pkg/kube/inject, tools/istio-iptables). The list has the annotations
 * and the values with which every connection passes the sidecar: another annotation of these domains can replace the proxy.
 */
import { isMapping } from '../manifest/objects';
import { readDocument } from '../manifest/read-document';
import { REDIRECTION_ANNOTATIONS, redirectionOfPod, redirectsInternet } from './redirection';

const DOMAINS = /^(?:inject|proxy|sidecar|traffic\.sidecar)\.istio\.io\//;

/** The template of the injection has values without quotes: a value with a line break or a quote can change every field of the pod. */
const PLAIN = /^[^\n\r'"]*$/;

/** Annotations with any plain value. */
const SAFE = new Set([
  ...['includeInboundPorts', 'excludeInboundPorts', 'includeOutboundPorts'].map(
    (name) => `traffic.sidecar.istio.io/${name}`,
  ),
  ...[
    ...['nativeSidecar', 'rewriteAppHTTPProbers', 'statsCompression', 'proxyImageType'],
    ...['logLevel', 'agentLogLevel', 'componentLogLevel', 'extraStatTags', 'statsEvictionInterval'],
    ...['statsInclusionPrefixes', 'statsInclusionSuffixes', 'statsInclusionRegexps'],
    ...['proxyCPU', 'proxyCPULimit', 'proxyMemory', 'proxyMemoryLimit'],
  ].map((name) => `sidecar.istio.io/${name}`),
]);

const isEmpty = (value: string): boolean => value.trim() === '';

/** Annotations whose value decides. The other rules of the audit read `sidecar.istio.io/inject`. */
const VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  ...Object.fromEntries(
    Object.values(REDIRECTION_ANNOTATIONS).map((name) => [
      name,
      (value: string) => redirectsInternet(redirectionOfPod({ [name]: value })),
    ]),
  ),
  'traffic.sidecar.istio.io/excludeInterfaces': isEmpty,
  'sidecar.istio.io/inject': () => true,
  'sidecar.istio.io/status': () => true,
  'sidecar.istio.io/interceptionMode': isRedirection,
  'proxy.istio.io/config': redirectsByConfig,
  'inject.istio.io/templates': (value) => isEmpty(value) || value.split(',').some((each) => each.trim() === 'sidecar'),
};

/** Returns the annotations with which connections of a pod do not pass a sidecar. */
export function excludingAnnotations(annotations: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(annotations)
    .filter(([name, value]) => {
      const isFine = VALUES[name] ?? ((text) => SAFE.has(name) && PLAIN.test(text));
      return DOMAINS.test(name) && !isFine(value);
    })
    .map(([name]) => name);
}

function isRedirection(mode: unknown): boolean {
  return mode === 'REDIRECT' || mode === 'TPROXY';
}

/** Fields of a ProxyConfig that change neither the control plane of the proxy, nor its files. */
const CONFIG: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...Object.fromEntries(
    [
      ...['concurrency', 'holdApplicationUntilProxyStarts', 'image', 'readinessProbe', 'tracing'],
      ...['drainDuration', 'parentShutdownDuration', 'terminationDrainDuration', 'gatewayTopology'],
      ...['extraStatTags', 'proxyHeaders', 'proxyStatsMatcher', 'statNameLength'],
      ...['fileFlushInterval', 'fileFlushMinSizeKb'],
    ].map((field) => [field, () => true]),
  ),
  interceptionMode: isRedirection,
  proxyMetadata: isOfMetadata,
};

/** Returns whether variables of the proxy are metadata alone. Other variables are settings of the agent and of the redirection. */
export function isOfMetadata(variables: unknown): boolean {
  if (!isMapping(variables)) return false;
  return Object.entries(variables).every(
    ([name, value]) => name.startsWith('ISTIO_META_') && PLAIN.test(String(value)),
  );
}

function redirectsByConfig(text: string): boolean {
  if (isEmpty(text)) return true;
  const { value } = readDocument('', { text, offset: 0, line: 1 });
  return isMapping(value) && Object.entries(value).every(([field, each]) => CONFIG[field]?.(each) === true);
}
