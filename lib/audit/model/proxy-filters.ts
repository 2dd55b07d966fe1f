/**
 * The objects that change the configuration of proxies beside the rules of the mesh: EnvoyFilters, WasmPlugins and ProxyConfigs. A
 * WasmPlugin is a program in the proxy, which can call every host that the proxy imports, and variables of a ProxyConfig can turn the
 * redirection off: both count as an EnvoyFilter whose patch is unknown.
 */
import { GATEWAY_NAME } from '../../input/label-names';
import { at, Evidence } from '../manifest/evidence';
import { Labels } from './labels';
import { Resource } from './resource';
import { isOfMetadata } from './sidecar-annotations';
import { EnvoyFilterSpec } from './specs';

/** An EnvoyFilter, or a WasmPlugin or a ProxyConfig as an EnvoyFilter. */
export interface ProxyFilter extends Resource<EnvoyFilterSpec> {
  /** The place of the patches. */
  readonly patchedBy: Evidence;
  /** The place of the selector. */
  readonly selectedBy: Evidence;
}

/** Spec of a WasmPlugin. */
export interface WasmPluginSpec {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly targetRefs?: readonly { readonly kind?: string; readonly name?: string }[];
}

/** Returns an EnvoyFilter with the places of its fields. */
export function ofEnvoyFilter(filter: Resource<EnvoyFilterSpec>): ProxyFilter {
  return placed(filter, filter.spec, 'configPatches', 'workloadSelector');
}

/** Returns a WasmPlugin as EnvoyFilters: one for each Gateway, or for the pods that the selector selects. */
export function ofWasmPlugin(plugin: Resource<WasmPluginSpec>): ProxyFilter[] {
  const { selector, targetRefs = [] } = plugin.spec;
  const filterFor = (labels: Labels | undefined, field: string): ProxyFilter =>
    placed(plugin, { workloadSelector: { labels }, configPatches: [{}] }, 'url', field);
  if (targetRefs.length === 0) return [filterFor(selector?.matchLabels, 'selector')];
  return targetRefs.map(({ name = '' }) => filterFor({ [GATEWAY_NAME]: name }, 'targetRefs'));
}

/** Spec of a ProxyConfig. */
export interface ProxyConfigSpec {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly environmentVariables?: unknown;
}

/** Returns a ProxyConfig as an EnvoyFilter, none if the variables keep every connection in the proxy. */
export function ofProxyConfig(config: Resource<ProxyConfigSpec>): ProxyFilter[] {
  const { selector, environmentVariables = {} } = config.spec;
  if (isOfMetadata(environmentVariables)) return [];
  const spec = { workloadSelector: { labels: selector?.matchLabels }, configPatches: [{}] };
  return [placed(config, spec, 'environmentVariables', 'selector')];
}

function placed(resource: Resource<unknown>, spec: EnvoyFilterSpec, patches: string, selector: string): ProxyFilter {
  const { id, namespace, name, manifest } = resource;
  const [patchedBy, selectedBy] = [at(resource, 'spec', patches), at(resource, 'spec', selector)];
  return { id, namespace, name, manifest, spec, patchedBy, selectedBy };
}
