import { isMapping } from '../manifest/objects';
import { LabelSelector } from './label-selector';
import { GatewayService, MeshSettings } from './settings';

/** A setting as a field of a MeshConfig. */
interface SettingsField<Setting> {
  /** The allowed values, for messages. */
  readonly allowed: string;
  /** Returns the setting, or undefined for a value that is not allowed. */
  readonly parse: (value: unknown) => Setting | undefined;
  /** Paths of the setting in values of Istio's Helm charts. */
  readonly helm?: readonly (readonly string[])[];
}

const EXPORT_TO: SettingsField<readonly string[]> = { allowed: 'a list of namespaces, "." or "*"', parse: textsOf };
const proxyField = (name: string): readonly string[] => ['global', 'proxy', name];

/** Every setting, by its field in a file. The compiler demands a field for a new setting. */
export const SETTINGS_FIELDS: { readonly [Name in keyof MeshSettings]-?: SettingsField<MeshSettings[Name]> } = {
  rootNamespace: { allowed: 'the name of a namespace', parse: textOf, helm: [['global', 'istioNamespace']] },
  istioNamespace: { allowed: 'the name of a namespace', parse: textOf, helm: [['global', 'istioNamespace']] },
  clusterDomain: { allowed: 'a DNS domain', parse: textOf, helm: [['global', 'proxy', 'clusterDomain']] },
  revision: { allowed: 'the name of a revision', parse: textOf, helm: [['revision']] },
  trustDomain: { allowed: 'a trust domain', parse: textOf, helm: [['global', 'trustDomain']] },
  trustDomainAliases: { allowed: 'a list of trust domains', parse: textsOf },
  defaultServiceExportTo: EXPORT_TO,
  defaultVirtualServiceExportTo: EXPORT_TO,
  defaultDestinationRuleExportTo: EXPORT_TO,
  discoverySelectors: {
    allowed: 'a list of { matchLabels, matchExpressions }',
    parse: (value) => listOf(value, selectorOf),
  },
  excludeOutboundPorts: {
    allowed: 'ports, as a text',
    parse: optionalText,
    helm: [proxyField('excludeOutboundPorts')],
  },
  excludeIPRanges: { allowed: 'ranges, as a text', parse: optionalText, helm: [proxyField('excludeIPRanges')] },
  includeIPRanges: { allowed: 'ranges, as a text', parse: optionalText, helm: [proxyField('includeIPRanges')] },
  outboundTrafficPolicy: { allowed: '{ mode: ALLOW_ANY } or { mode: REGISTRY_ONLY }', parse: modeOf },
  gatewayServices: {
    allowed: 'a list of { namespace, name, podLabels: { KEY: VALUE }, ports: [{ port, targetPort, name }] }',
    parse: (value) => listOf(value, gatewayServiceOf),
  },
  namespaceLabels: {
    allowed: 'a mapping of namespaces to labels: { NAMESPACE: { KEY: VALUE } }',
    parse: (value) => mappingOf(value, labelsOf),
  },
};

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  return listOf(value, textOf);
}

/** Returns a mapping that has no other fields: an unknown field would be a setting that nothing reads. */
function mappingWith(value: unknown, ...fields: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  return isMapping(value) && Object.keys(value).every((field) => fields.includes(field)) ? value : undefined;
}

/** A selector without labels selects every namespace. */
function selectorOf(given: unknown): LabelSelector | undefined {
  const value = mappingWith(given, 'matchLabels', 'matchExpressions');
  if (value === undefined) return undefined;
  const { matchLabels = {}, matchExpressions = [] } = value;
  const [labels, expressions] = [labelsOf(matchLabels), listOf(matchExpressions, expressionOf)];
  return labels && expressions && { matchLabels: labels, matchExpressions: expressions };
}

function expressionOf(given: unknown): { key: string; operator: string; values?: readonly string[] } | undefined {
  const value = mappingWith(given, 'key', 'operator', 'values');
  if (value === undefined) return undefined;
  const [key, operator, values] = [textOf(value['key']), textOf(value['operator']), textsOf(value['values'] ?? [])];
  return key && operator && values ? { key, operator, values } : undefined;
}

/** `outboundTrafficPolicy: {}` is REGISTRY_ONLY, the first value of the enum of Istio. */
function modeOf(given: unknown): MeshSettings['outboundTrafficPolicy'] {
  const value = mappingWith(given, 'mode');
  if (value === undefined) return undefined;
  const { mode = 'REGISTRY_ONLY' } = value;
  return mode === 'ALLOW_ANY' || mode === 'REGISTRY_ONLY' ? mode : undefined;
}

function gatewayServiceOf(given: unknown): GatewayService | undefined {
  const value = mappingWith(given, 'namespace', 'name', 'podLabels', 'ports');
  if (value === undefined) return undefined;
  const [namespace, name] = [textOf(value['namespace']), textOf(value['name'])];
  const podLabels = labelsOf(value['podLabels']);
  const ports = listOf(value['ports'], portOf);
  if (namespace === undefined || name === undefined || podLabels === undefined || ports === undefined) return undefined;
  return { namespace, name, podLabels, ports };
}

/** The target port of a Service is its port when absent. */
function portOf(given: unknown): GatewayService['ports'][number] | undefined {
  const value = mappingWith(given, 'port', 'targetPort', 'name');
  if (value === undefined) return undefined;
  const { port, targetPort = port } = value;
  if (typeof port !== 'number' || typeof targetPort !== 'number') return undefined;
  const name = textOf(value['name']);
  return { port, targetPort, ...(name !== undefined && { name }) };
}

function labelsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  return mappingOf(value, (each) => (typeof each === 'string' ? each : undefined));
}

function listOf<Item>(value: unknown, parse: (item: unknown) => Item | undefined): readonly Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.flatMap((item: unknown) => parse(item) ?? []);
  return items.length === value.length ? items : undefined;
}

function mappingOf<Item>(
  value: unknown,
  parse: (item: unknown) => Item | undefined,
): Readonly<Record<string, Item>> | undefined {
  if (!isMapping(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const item = parse(each);
    return item === undefined ? [] : [[key, item] as const];
  });
  return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : undefined;
}
