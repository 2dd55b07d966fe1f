import { Host } from '../host/host';
import { Access } from './access';
import { GatewayModel } from './gateway';
import { HttpCredentialModel } from './http-credential-model';
import { HttpProtocol } from './http-protocol';
import { ObjectMetadata } from './object-metadata';
import { Resolution } from './resolution';
import { TlsOriginationModel } from './tls-origination-model';
import { UpstreamModel } from './upstream-model';
import { UpstreamProxyModel } from './upstream-proxy-model';

/**
 * `gateway`: through the egress gateway. `direct`: the mesh may bypass the gateway, because a route lists the port in
 * `directPorts`.
 */
export type PortRouting = 'gateway' | 'direct';

/** Istio's name of the protocol of a port. Istio routes `TLS` and `HTTPS` by SNI, `TCP` by address. */
export type PortProtocol = 'HTTP' | 'TLS' | 'HTTPS' | 'TCP';

/** One port of an external host, as a route claims it. */
export interface ClaimedPort {
  readonly number: number;
  readonly protocol: PortProtocol;
  readonly routing: PortRouting;
  /** The request headers that the gateway would remove and that this port keeps; HTTP only. */
  readonly keptHeaders?: readonly string[];
  /** TLS from the gateway to the host; HTTP only. */
  readonly origination?: TlsOriginationModel;
  /** The header that the gateway sets to a value of a Secret; HTTP with `origination` only. */
  readonly credential?: HttpCredentialModel;
  /** Settings of the gateway's connections and requests to the port. */
  readonly upstream?: UpstreamModel;
  /**
   * The protocol in which the gateway calls the host; HTTP only.
   * @default HttpProtocol.HTTP
   */
  readonly httpProtocol?: HttpProtocol;
  /** Whether the gateway calls the host in the protocol in which the application called; HTTP only. */
  readonly useClientProtocol?: boolean;
  /** The addresses by which sidecars identify the host: of a TCP host, or of an HTTP host that applications call by address. */
  readonly addresses?: readonly string[];
  /** Whether no server has the addresses, with which sidecars answer DNS queries; TCP only. */
  readonly isVirtual?: boolean;
  /** The ranges of which the gateway connects to the address that the caller dialled; TCP only. */
  readonly cidrs?: readonly string[];
}

/** One port of an external host, with the access that its route grants. */
export interface ExternalPort extends ClaimedPort {
  readonly access: Access;
}

/** A host below a wildcard that a policy excludes from a port of the wildcard. */
export interface WildcardException {
  readonly host: Host;
  readonly port: number;
}

/** The merged claims for one external host on one gateway, from which the manifests of the host are made. */
export interface ExternalHost {
  /** Paths of the routes, sorted. */
  readonly owners: readonly string[];
  readonly host: Host;
  /** The namespace of the ServiceEntry and the VirtualService. */
  readonly namespace: string;
  readonly gateway: GatewayModel;
  /** Labels and annotations that the routes add to the objects of the host. */
  readonly metadata: ObjectMetadata;
  /** @default - the gateway resolves the name of the host by DNS */
  readonly resolution?: Resolution;
  /**
   * The proxy through which the gateway connects to the host.
   * @default - none
   */
  readonly upstreamProxy?: UpstreamProxyModel;
  /** Sorted by number. */
  readonly ports: readonly ExternalPort[];
  /** The namespaces that see the ServiceEntry and the VirtualService, sorted; undefined for every namespace. */
  readonly exportTo?: readonly string[];
  /** The hosts below a wildcard that have routes on a port of the wildcard with another access; by port, sorted. */
  readonly wildcardExceptions?: readonly WildcardException[];
  /** Whether the gateway also identifies the host by the inner SNI, for sidecars that do not import the host. */
  readonly matchedByInnerSni?: boolean;
}

/** Returns the ports whose traffic is routed through the gateway. */
export function throughGateway<P extends ClaimedPort>(ports: readonly P[]): readonly P[] {
  return ports.filter(({ routing }) => routing === 'gateway');
}

/** Returns the ports with a protocol that are routed through the gateway, sorted by number. */
export function gatewayPorts({ ports }: ExternalHost, protocol: PortProtocol): readonly ExternalPort[] {
  return throughGateway(ports).filter((port) => port.protocol === protocol);
}

/** Returns Istio's name of the protocol that a port of the ServiceEntry has. */
export function entryProtocol({ protocol, httpProtocol }: ClaimedPort): string {
  return httpProtocol ?? protocol;
}

/** Returns whether requests may reach the host in HTTP/2. */
export function maySendHttp2({ httpProtocol = HttpProtocol.HTTP, useClientProtocol = false }: ClaimedPort): boolean {
  return useClientProtocol || httpProtocol !== HttpProtocol.HTTP;
}

/** Returns whether traffic of a port is routed through the gateway, which passes its bytes through. */
export function isGatewayPassthrough(port: ClaimedPort): boolean {
  return port.routing === 'gateway' && isPassthrough(port);
}

/** Returns whether the gateway passes the bytes of a port through. They arrive on the gateway's TLS port. */
export function isPassthrough({ protocol }: ClaimedPort): boolean {
  return protocol !== 'HTTP';
}

/** Returns whether a host has ports for ranges of addresses. Its name is not resolved. */
export function isForRanges({ ports }: { readonly ports: readonly ClaimedPort[] }): boolean {
  return ports.some(({ cidrs }) => cidrs !== undefined);
}
