import {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTls as Tls,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
} from '../../../imports/networking.istio.io';
import { ExternalHost, ExternalPort } from '../../mesh/external-host';
import { entryOf } from '../../mesh/host-entry';
import { namesToVerify, sniOf, TlsOriginationModel } from '../../mesh/tls-origination-model';

/**
 * Returns the DestinationRule that states how the gateway connects to each port of a ServiceEntry, so that no other object does:
 *
 * - Istio searches the namespace of the proxy first (`destinationRule()` in istio.io/istio `pilot/pkg/model/push_context.go`).
 *   The rule is in the namespace of the gateway's pods, so that rules of all other namespaces are ignored.
 * - In that namespace, a rule with a `workloadSelector` takes precedence over rules without one, and Istio does not merge a
 *   BackendTLSPolicy into the rule (`DestinationRule()` in `pilot/pkg/model/sidecar.go`, `mergeDestinationRule()` in
 *   `pilot/pkg/model/destination_rule.go`). Sidecars in that namespace do not use the rule.
 * - The settings of a port replace all settings of the host, such as `proxyProtocol`. `tls` is always written: where Istio merges a
 *   BackendTLSPolicy into a rule, the policy sets the fields that the rule leaves open.
 *
 * @param name the host, or the outer name of a further port that has a ServiceEntry
 */
export function upstreamRuleSpec(external: ExternalHost, name = external.host): DestinationRuleSpec {
  const { gateway } = external;
  const { ports } = entryOf(external, name);
  return {
    host: name.name,
    exportTo: ['.'],
    workloadSelector: { matchLabels: { ...gateway.selector } },
    trafficPolicy: { portLevelSettings: ports.map((port) => portSettings(port, external)) },
  };
}

/** Returns all settings of one port. Istio ignores settings of the host for a port that has settings. */
function portSettings(port: ExternalPort, external: ExternalHost): PortSettings {
  const { number, origination, useClientProtocol } = port;
  return {
    port: { number },
    ...(useClientProtocol && { connectionPool: { http: { useClientProtocol } } }),
    tls: origination ? originated(origination, external) : { mode: TlsMode.DISABLE },
  };
}

function originated(origination: TlsOriginationModel, { host }: ExternalHost): Tls {
  const { mode, caCertificates, credentialName, verify } = origination;
  const sni = sniOf(origination, host);
  const common = { mode: TlsMode[mode], sni, ...(credentialName !== undefined && { credentialName }) };
  if (!verify) return { ...common, insecureSkipVerify: true };
  return {
    ...common,
    subjectAltNames: [...namesToVerify(origination, host)],
    // `system` is Istio's default. The value is written anyway, so that the default of an Istio version does not matter.
    ...(credentialName === undefined && { caCertificates: caCertificates ?? 'system' }),
  };
}
