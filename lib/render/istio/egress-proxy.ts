import {
  DestinationRuleSpec,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode as ClientTlsMode,
  GatewaySpec,
  GatewaySpecServers,
  GatewaySpecServersTlsMode as ServerTlsMode,
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
  SidecarSpecOutboundTrafficPolicyEgressProxy as EgressProxy,
  VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { AuthorizationPolicySpec, AuthorizationPolicySpecAction } from '../../../imports/security.istio.io';
import { egressProxySni, loopbackHost, loopbackPort } from '../../mesh/egress-proxy';
import { GatewayModel, serviceHost } from '../../mesh/gateway';

/** The subset of the gateway's Service. The name has no hyphen; the subsets of hosts have one for each dot of the host. */
const SUBSET = 'undeclared';

/** Returns the destination to which sidecars send unknown hosts, of any protocol, inside mesh mTLS. */
export function egressProxy(gateway: GatewayModel): EgressProxy {
  return { host: serviceHost(gateway), subset: SUBSET, port: { number: gateway.tlsPort.port } };
}

/** Returns the DestinationRule with the subset for egress-proxy traffic, whose mesh mTLS has a separate SNI. */
export function egressProxySubsetSpec(gateway: GatewayModel): DestinationRuleSpec {
  const tls = { mode: ClientTlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: egressProxySni(gateway) };
  const portLevelSettings = [{ port: { number: gateway.tlsPort.port }, tls }];
  return { host: serviceHost(gateway), subsets: [{ name: SUBSET, trafficPolicy: { portLevelSettings } }] };
}

/**
 * Returns the Gateway object that terminates the mesh mTLS of egress-proxy traffic, and reads the content on the loopback address
 * of the pod. The servers of hosts (`gatewaySpec`) identify the hosts there, on the same port. The server here is for a name that
 * no application requests: it keeps the port open, and the access log has the requested name, even if no host is identified
 * there.
 */
export function egressProxyServerSpec(gateway: GatewayModel): GatewaySpec {
  return {
    selector: gateway.selector,
    servers: [
      {
        port: { number: gateway.tlsPort.port, name: 'undeclared', protocol: 'TLS' },
        hosts: [`${gateway.namespace}/${egressProxySni(gateway)}`],
        tls: { mode: ServerTlsMode.ISTIO_UNDERSCORE_MUTUAL },
      },
      innerServer(gateway, `${gateway.namespace}/${loopbackHost(gateway)}`),
    ],
  };
}

/** Returns a server on the loopback address of the pod, which only the pod itself reaches, for a host as `namespace/name`. */
export function innerServer(gateway: GatewayModel, host: string): GatewaySpecServers {
  return {
    port: { number: loopbackPort(gateway), name: 'inner', protocol: 'TLS' },
    bind: LOOPBACK,
    hosts: [host],
    tls: { mode: ServerTlsMode.PASSTHROUGH },
  };
}

/**
 * Returns the VirtualService that routes egress-proxy traffic to the gateway itself, and the name that no application requests to
 * a port without a listener.
 */
export function egressProxyRouteSpec(gateway: GatewayModel, server: string): VirtualServiceSpec {
  const [inner, host] = [loopbackPort(gateway), loopbackHost(gateway)];
  const to = (number: number) => [{ destination: { host, port: { number } } }];
  return {
    hosts: [egressProxySni(gateway), host].sort(),
    gateways: [server],
    exportTo: ['.'],
    tcp: [{ match: [{ gateways: [server], port: gateway.tlsPort.port }], route: to(inner) }],
    tls: [{ match: [{ gateways: [server], port: inner, sniHosts: [host] }], route: to(UNUSED_PORT) }],
  };
}

/** A port without a listener: the port of the Discard protocol. */
const UNUSED_PORT = 9;

/** Returns the ServiceEntry for the gateway as its own next hop, visible in its namespace only. */
export function loopbackSpec(gateway: GatewayModel): ServiceEntrySpec {
  return {
    hosts: [loopbackHost(gateway)],
    exportTo: ['.'],
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: [UNUSED_PORT, loopbackPort(gateway)].map((number) => ({ name: `tcp-${number}`, number, protocol: 'TCP' })),
    resolution: ServiceEntrySpecResolution.STATIC,
    endpoints: [{ address: LOOPBACK }],
  };
}

/** The loopback address of the gateway's pods. */
export const LOOPBACK = '127.0.0.1';

/**
 * Returns the policy that allows egress-proxy traffic of every authenticated caller, for a gateway that denies what no policy
 * allows. The policy names no namespaces: the hosts that this traffic reaches are open to every authenticated caller
 * (`isMatchedByInnerSni`), and each host has a further policy.
 */
export function allowEgressProxySpec(gateway: GatewayModel): AuthorizationPolicySpec {
  return {
    selector: { matchLabels: { ...gateway.selector } },
    action: AuthorizationPolicySpecAction.ALLOW,
    rules: [
      {
        from: [{ source: { principals: ['*'] } }],
        to: [{ operation: { ports: [String(gateway.tlsPort.targetPort)] } }],
        when: [{ key: 'connection.sni', values: [egressProxySni(gateway)] }],
      },
    ],
  };
}
