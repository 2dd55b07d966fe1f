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
import { loopbackName, loopbackPort, undeclaredName } from '../../mesh/egress-proxy';
import { GatewayFacts, serviceHost } from '../../mesh/gateway';

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

/**
 * Takes it out of the mesh's mTLS, and looks at what comes out on the pod's own address. What is for a host is told there by that
 * host's own server (`gatewaySpec`), on the same port. This one is for a name that nobody asks for, so that the port is open, and
 * the log says what was asked for, also where no host is told there.
 */
export function undeclaredServerSpec(gateway: GatewayFacts): GatewaySpec {
  return {
    selector: gateway.selector,
    servers: [
      {
        port: { number: gateway.tlsPort.port, name: 'undeclared', protocol: 'TLS' },
        hosts: [`${gateway.namespace}/${undeclaredName(gateway)}`],
        tls: { mode: ServerTlsMode.ISTIO_UNDERSCORE_MUTUAL },
      },
      innerServer(gateway, `${gateway.namespace}/${loopbackName(gateway)}`),
    ],
  };
}

/** A server on the pod's own address, which nobody outside the pod reaches, for a host as `namespace/name`. */
export function innerServer(gateway: GatewayFacts, host: string): GatewaySpecServers {
  return {
    port: { number: loopbackPort(gateway), name: 'inner', protocol: 'TLS' },
    bind: LOOPBACK,
    hosts: [host],
    tls: { mode: ServerTlsMode.PASSTHROUGH },
  };
}

/** Hands it to the gateway itself; and the name that nobody asks for to a port that nobody listens on. */
export function undeclaredRouteSpec(gateway: GatewayFacts, server: string): VirtualServiceSpec {
  const [inner, host] = [loopbackPort(gateway), loopbackName(gateway)];
  const to = (number: number) => [{ destination: { host, port: { number } } }];
  return {
    hosts: [undeclaredName(gateway), host].sort(),
    gateways: [server],
    exportTo: ['.'],
    tcp: [{ match: [{ gateways: [server], port: gateway.tlsPort.port }], route: to(inner) }],
    tls: [{ match: [{ gateways: [server], port: inner, sniHosts: [host] }], route: to(NOBODY) }],
  };
}

/** Nobody listens here: the port of the Discard protocol. */
const NOBODY = 9;

/** The gateway itself as a next hop; nobody outside its namespace sees it. */
export function loopbackSpec(gateway: GatewayFacts): ServiceEntrySpec {
  return {
    hosts: [loopbackName(gateway)],
    exportTo: ['.'],
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: [NOBODY, loopbackPort(gateway)].map((number) => ({ name: `tcp-${number}`, number, protocol: 'TCP' })),
    resolution: ServiceEntrySpecResolution.STATIC,
    endpoints: [{ address: LOOPBACK }],
  };
}

/** The gateway's own address in each of its pods. */
export const LOOPBACK = '127.0.0.1';

/**
 * Where the gateway denies what no policy allows: lets whoever has an identity of the mesh in. No namespaces are named, since what
 * is behind it are hosts that anybody may use (`isToldByInnerName`), each with a policy of its own that lets it further.
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
    ],
  };
}
