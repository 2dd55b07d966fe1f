import {
  DestinationRuleSpec,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
} from '../../../imports/networking.istio.io';
import { ExternalHost, gatewayPort, opaquePort, outerName } from '../../mesh/external-host';
import { serviceHost } from '../../mesh/gateway';

/**
 * One subset of the gateway's Service for one host, with the host as the SNI of the mesh's mTLS: the gateway's servers are
 * told apart by it, and without it answers `filter_chain_not_found`.
 *
 * All policy is inside the subset: Istio concatenates the subsets of DestinationRules for one Service in one namespace, but
 * keeps only the first top-level policy (`mergeDestinationRule` in istio.io/istio `pilot/pkg/model/destination_rule.go`).
 */
export function destinationRuleSpec(external: ExternalHost, subset: string): DestinationRuleSpec {
  const host = serviceHost(external.gateway);
  if (external.gateway.clientTls === 'DISABLE') return { host, subsets: [{ name: subset }] };
  return {
    host,
    subsets: [
      { name: subset, trafficPolicy: { portLevelSettings: servers(external).map((port) => mutual(port, external)) } },
    ],
  };
}

/** The Service ports that this host's traffic arrives on. */
function servers(external: ExternalHost): number[] {
  const { httpPort, tlsPort } = external.gateway;
  return [
    ...(gatewayPort(external, 'HTTP') ? [httpPort.port] : []),
    ...(opaquePort(external) ? [tlsPort.port] : []),
  ].sort((a, b) => a - b);
}

function mutual(port: number, external: ExternalHost): PortSettings {
  return { port: { number: port }, tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: outerName(external) } };
}
