import {
  DestinationRuleSpec,
  DestinationRuleSpecSubsetsTrafficPolicy as TrafficPolicy,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolHttp as HttpSettings,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolHttpH2UpgradePolicy as H2UpgradePolicy,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
  DestinationRuleSpecSubsetsTrafficPolicyProxyProtocolVersion as ProxyProtocolVersion,
  DestinationRuleSpecSubsetsTrafficPolicyTlsMode as SubsetTlsMode,
} from '../../../imports/networking.istio.io';
import { ClientTls } from '../../mesh/client-tls';
import { ExternalHost, ExternalPort, isForRanges, maySendHttp2 } from '../../mesh/external-host';
import { cidrsServiceHost, GatewayModel, serviceHost } from '../../mesh/gateway';
import { HostServer, meshSni, serversOf } from '../../mesh/host-server';
import { subsetName } from './object-names';

/**
 * Returns a DestinationRule with a subset of the gateway's Service for each server of one host. The subset sends the name of the
 * server as the SNI of mesh mTLS, by which the gateway distinguishes its servers. Without the SNI, the gateway answers
 * `filter_chain_not_found`.
 *
 * If requests may reach the host in HTTP/2, the subset states the protocol of the sidecar's connections to the gateway. By default
 * this protocol depends on the name of the port of the gateway's Service: `http2`, as Istio's charts have it, or `http`.
 *
 * The whole traffic policy is inside the subsets: Istio concatenates the subsets of DestinationRules for one Service in one
 * namespace, but keeps only the first top-level policy (`mergeDestinationRule` in istio.io/istio
 * `pilot/pkg/model/destination_rule.go`).
 */
export function destinationRuleSpec(external: ExternalHost): DestinationRuleSpec {
  const { gateway } = external;
  const subsets = serversOf(external).map((server) => {
    if (server.passthrough?.cidrs) return { name: subsetName(server.name), trafficPolicy: statingDestination(server) };
    const portLevelSettings = portsTo(server, gateway).flatMap((port) => settings(port, server, gateway));
    return {
      name: subsetName(server.name),
      ...(portLevelSettings.length > 0 && { trafficPolicy: { portLevelSettings } }),
    };
  });
  return { host: isForRanges(external) ? cidrsServiceHost(gateway) : serviceHost(gateway), subsets };
}

/**
 * Returns the policy by which sidecars write a PROXY protocol header before the handshake of the mesh mTLS: it has the address that the
 * application dialled. `proxyProtocol` is no setting of a port, and settings of a port would replace it.
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

/** Returns the settings of a port. istiod rejects a port without a setting. */
function settings(number: number, server: HostServer, { clientTls, httpPort }: GatewayModel): PortSettings[] {
  const http = number === httpPort.port && server.http && httpSettings(server.http);
  const mutual = clientTls === ClientTls.ISTIO_MUTUAL;
  if (!http && !mutual) return [];
  return [
    {
      port: { number },
      ...(http && { connectionPool: { http } }),
      ...(mutual && { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: meshSni(server) } }),
    },
  ];
}

function httpSettings(port: ExternalPort): HttpSettings | undefined {
  if (port.useClientProtocol) return { useClientProtocol: true };
  return maySendHttp2(port) ? { h2UpgradePolicy: H2UpgradePolicy.UPGRADE } : undefined;
}
