import {
  DestinationRuleSpec,
  DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode as ClientTlsMode,
  GatewaySpec,
  GatewaySpecServersTlsMode as ServerTlsMode,
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
  SidecarSpecOutboundTrafficPolicyEgressProxy as EgressProxy,
  VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { AuthorizationPolicySpec, AuthorizationPolicySpecAction } from '../../../imports/security.istio.io';
import { loopbackName, loopbackPort, undeclaredName } from '../../model/catch-all';
import { GatewayFacts, serviceHost } from '../../model/gateway-facts';

/** The subset of the gateway's Service. One label: those of hosts have a hyphen for each dot, and at least one. */
const SUBSET = 'undeclared';

/** Where strict sidecars send what they do not know: bytes, whatever they are, inside the mesh's mTLS. */
export function egressProxy(gateway: GatewayFacts): EgressProxy {
  return { host: serviceHost(gateway), subset: SUBSET, port: { number: gateway.tlsPort.port } };
}

/** The mesh's mTLS around it, with a name of its own. */
export function undeclaredSubsetSpec(gateway: GatewayFacts): DestinationRuleSpec {
  const tls = { mode: ClientTlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: undeclaredName(gateway) };
  const portLevelSettings = [{ port: { number: gateway.tlsPort.port }, tls }];
  return { host: serviceHost(gateway), subsets: [{ name: SUBSET, trafficPolicy: { portLevelSettings } }] };
}

/** Takes it out of the mesh's mTLS. What is for a host is then told by that host's own server: see `gatewaySpec`. */
export function undeclaredServerSpec(gateway: GatewayFacts): GatewaySpec {
  return {
    selector: gateway.selector,
    servers: [
      {
        port: { number: gateway.tlsPort.port, name: 'undeclared', protocol: 'TLS' },
        hosts: [`${gateway.namespace}/${undeclaredName(gateway)}`],
        tls: { mode: ServerTlsMode.ISTIO_UNDERSCORE_MUTUAL },
      },
    ],
  };
}

/** Hands it to the gateway itself, on an address that nobody outside the pod reaches. */
export function undeclaredRouteSpec(gateway: GatewayFacts, server: string): VirtualServiceSpec {
  const destination = { host: loopbackName(gateway), port: { number: loopbackPort(gateway) } };
  return {
    hosts: [undeclaredName(gateway)],
    gateways: [server],
    exportTo: ['.'],
    tcp: [{ match: [{ gateways: [server], port: gateway.tlsPort.port }], route: [{ destination }] }],
  };
}

/** The gateway itself as a next hop; nobody outside its namespace sees it. */
export function loopbackSpec(gateway: GatewayFacts): ServiceEntrySpec {
  return {
    hosts: [loopbackName(gateway)],
    exportTo: ['.'],
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: [{ name: 'tcp', number: loopbackPort(gateway), protocol: 'TCP' }],
    resolution: ServiceEntrySpecResolution.STATIC,
    endpoints: [{ address: LOOPBACK }],
  };
}

/** The gateway's own address in each of its pods. */
export const LOOPBACK = '127.0.0.1';

/**
 * Where the gateway denies what no policy allows: lets whoever has an identity of the mesh in, and what comes from the pod itself
 * on. No namespaces are named, since nothing is behind it but hosts that anybody may use (`isToldByInnerName`).
 */
export function allowUndeclaredSpec(gateway: GatewayFacts): AuthorizationPolicySpec {
  return {
    selector: { matchLabels: { ...gateway.selector } },
    action: AuthorizationPolicySpecAction.ALLOW,
    rules: [
      {
        from: [{ source: { principals: ['*'] } }],
        to: [{ operation: { ports: [String(gateway.tlsPort.targetPort)] } }],
        when: [{ key: 'connection.sni', values: [undeclaredName(gateway)] }],
      },
      {
        from: [{ source: { ipBlocks: [LOOPBACK] } }],
        to: [{ operation: { ports: [String(loopbackPort(gateway))] } }],
      },
    ],
  };
}
