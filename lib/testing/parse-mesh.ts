import { MeshSettings } from '../audit/model/settings';
import { SETTINGS_FIELDS } from '../audit/model/settings-fields';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { assertList } from '../input/list';
import { assertKnownProperties, PropertyNames } from '../input/properties';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { LabelSelector } from '../pods/label-selector';
import { GatewayServiceOptions, GatewayServicePortOptions, MeshOptions } from './mesh-options';

/** The compiler demands an option for each setting. */
const NAMES: PropertyNames<MeshOptions> & Record<keyof MeshSettings, true> = {
  rootNamespace: true,
  istioNamespace: true,
  clusterDomain: true,
  revision: true,
  trustDomain: true,
  trustDomainAliases: true,
  outboundTrafficPolicy: true,
  defaultServiceExportTo: true,
  defaultVirtualServiceExportTo: true,
  defaultDestinationRuleExportTo: true,
  discoverySelectors: true,
  excludeOutboundPorts: true,
  excludeIPRanges: true,
  includeIPRanges: true,
  gatewayServices: true,
  namespaceLabels: true,
};
const SERVICE: PropertyNames<GatewayServiceOptions> = { namespace: true, name: true, podLabels: true, ports: true };
const PORT: PropertyNames<GatewayServicePortOptions> = { port: true, targetPort: true, name: true };
const SELECTOR: PropertyNames<LabelSelector> = { matchLabels: true, matchExpressions: true };

/**
 * Returns the settings of a mesh.
 *
 * @throws EgressError for every unknown property, and for every malformed value
 */
export function parseMesh(mesh: MeshOptions): MeshSettings {
  assertKnownProperties('mesh', mesh, NAMES);
  const given = Object.entries(mesh).filter(([, value]) => value !== undefined);
  return Object.fromEntries(readEach(given, ([name, value]) => [name, parseSetting(name as keyof MeshOptions, value)]));
}

function parseSetting(name: keyof MeshOptions, value: unknown): unknown {
  const what = `mesh.${name}`;
  if (name === 'outboundTrafficPolicy') {
    assertEnum(what, value, 'OutboundTrafficPolicyMode', OutboundTrafficPolicyMode);
    return value;
  }
  if (name === 'gatewayServices') assertServices(what, value);
  if (name === 'discoverySelectors') assertItems(what, value, '[{ matchLabels: { mesh: "prod" } }]', SELECTOR);
  const { parse, allowed } = SETTINGS_FIELDS[name];
  const setting = parse(value);
  if (setting !== undefined) return setting;
  throw EgressError.of({
    code: 'EGR0103',
    problem: `${what} must be ${allowed}`,
    got: value,
    allowed,
    fix: `write ${allowed}`,
  });
}

function assertServices(what: string, services: unknown): void {
  assertItems(what, services, '[{ namespace: "istio-egress", name: "egress", podLabels: {}, ports: [] }]', SERVICE);
  readEach(services as GatewayServiceOptions[], ({ ports }, index) =>
    assertItems(`${what}[${index}].ports`, ports, '[{ port: 443, targetPort: 8443 }]', PORT),
  );
}

/** Rejects a list whose items have unknown properties. */
function assertItems<T extends object>(what: string, items: unknown, example: string, names: PropertyNames<T>): void {
  assertList(what, items, example);
  readEach(items as T[], (item, index) => assertKnownProperties(`${what}[${index}]`, item, names));
}
