import { Host } from '../host/host';
import { Access } from './access';
import { GatewayModel } from './gateway';
import { ObjectMetadata } from './object-metadata';
import { Resolution } from './resolution';
import { TlsOriginationModel } from './tls-origination-model';

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
  /** The addresses by which sidecars identify the host; TCP only. */
  readonly addresses?: readonly string[];
  /** The ranges of which the gateway connects to the address that the caller dialled; TCP only. */
  readonly cidrs?: readonly string[];
}

/** One port of an external host, with the access that its route grants. */
export interface ExternalPort extends ClaimedPort {
  readonly access: Access;
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
  /** Sorted by number. */
  readonly ports: readonly ExternalPort[];
  /** The namespaces that see the ServiceEntry and the VirtualService, sorted; undefined for every namespace. */
  readonly exportTo?: readonly string[];
  /** The hosts below a wildcard that have routes on the HTTP port of the wildcard with another access; sorted. */
  readonly wildcardExceptions?: readonly Host[];
  /** Whether the gateway also identifies the host by the inner SNI, for sidecars that do not import the host. */
  readonly matchedByInnerSni?: boolean;
}

/** Returns the ports with a protocol that are routed through the gateway, sorted by number. */
export function gatewayPorts({ ports }: ExternalHost, protocol: PortProtocol): readonly ExternalPort[] {
  return ports.filter((port) => port.routing === 'gateway' && port.protocol === protocol);
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
