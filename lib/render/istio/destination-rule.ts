import {
  DestinationRuleSpec,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
} from '../../../imports/networking.istio.io';
import { ClientTls } from '../../mesh/client-tls';
import { ExternalHost, gatewayPort, meshSni, passthroughPort } from '../../mesh/external-host';
import { serviceHost } from '../../mesh/gateway';

/**
 * Returns a DestinationRule with one subset of the gateway's Service for one host. The subset sends the host as the SNI of mesh
 * mTLS, by which the gateway distinguishes its servers. Without the SNI, the gateway answers `filter_chain_not_found`.
 *
 * The whole traffic policy is inside the subset: Istio concatenates the subsets of DestinationRules for one Service in one
 * namespace, but keeps only the first top-level policy (`mergeDestinationRule` in istio.io/istio
 * `pilot/pkg/model/destination_rule.go`).
 */
export function destinationRuleSpec(external: ExternalHost, subset: string): DestinationRuleSpec {
  const host = serviceHost(external.gateway);
  if (external.gateway.clientTls === ClientTls.DISABLE) return { host, subsets: [{ name: subset }] };
  return {
    host,
    subsets: [
      { name: subset, trafficPolicy: { portLevelSettings: servers(external).map((port) => mutual(port, external)) } },
    ],
  };
}

/** Returns the ports of the gateway's Service that receive traffic for the host. */
function servers(external: ExternalHost): number[] {
  const { httpPort, tlsPort } = external.gateway;
  return [
    ...(gatewayPort(external, 'HTTP') ? [httpPort.port] : []),
    ...(passthroughPort(external) ? [tlsPort.port] : []),
  ].sort((a, b) => a - b);
}

function mutual(port: number, external: ExternalHost): PortSettings {
  return { port: { number: port }, tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: meshSni(external) } };
}
