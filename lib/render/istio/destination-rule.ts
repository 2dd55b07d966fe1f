import {
  DestinationRuleSpec,
  DestinationRuleSpecSubsetsTrafficPolicy as TrafficPolicy,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
  DestinationRuleSpecSubsetsTrafficPolicyProxyProtocolVersion as ProxyProtocolVersion,
  DestinationRuleSpecSubsetsTrafficPolicyTlsMode as SubsetTlsMode,
} from '../../../imports/networking.istio.io';
import { ClientTls } from '../../mesh/client-tls';
import { ExternalHost, isForRanges } from '../../mesh/external-host';
import { cidrsServiceHost, GatewayModel, serviceHost } from '../../mesh/gateway';
import { HostServer, meshSni, serversOf } from '../../mesh/host-server';
import { subsetName } from './object-names';

/**
 * Returns a DestinationRule with a subset of the gateway's Service for each server of one host. The subset sends the name of the
 * server as the SNI of mesh mTLS, by which the gateway distinguishes its servers. Without the SNI, the gateway answers
 * `filter_chain_not_found`.
 *
 * The whole traffic policy is inside the subsets: Istio concatenates the subsets of DestinationRules for one Service in one
 * namespace, but keeps only the first top-level policy (`mergeDestinationRule` in istio.io/istio
 * `pilot/pkg/model/destination_rule.go`).
 */
export function destinationRuleSpec(external: ExternalHost): DestinationRuleSpec {
  const { gateway } = external;
  const subsets = serversOf(external).map((server) => ({
    name: subsetName(server.name),
    ...(gateway.clientTls === ClientTls.ISTIO_MUTUAL && {
      trafficPolicy: server.passthrough?.cidrs
        ? statingDestination(server)
        : { portLevelSettings: portsTo(server, gateway).map((port) => mutual(port, server)) },
    }),
  }));
  return { host: isForRanges(external) ? cidrsServiceHost(gateway) : serviceHost(gateway), subsets };
}

/**
 * Returns the policy by which sidecars write a PROXY protocol header before the handshake of the mesh mTLS: it has the address that the
 * application dialled. `proxyProtocol` is no setting of a port, and settings of a port would replace it. Istio has the field since 1.21.
 */
function statingDestination(server: HostServer): TrafficPolicy {
  return {
    proxyProtocol: { version: ProxyProtocolVersion.V2 },
    tls: { mode: SubsetTlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: meshSni(server) },
  };
}

/** Returns the ports of the gateway's Service that receive traffic for a server. */
function portsTo({ http, passthrough }: HostServer, { httpPort, tlsPort }: GatewayModel): number[] {
  return [...(http ? [httpPort.port] : []), ...(passthrough ? [tlsPort.port] : [])].sort((a, b) => a - b);
}

function mutual(port: number, server: HostServer): PortSettings {
  return { port: { number: port }, tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: meshSni(server) } };
}
