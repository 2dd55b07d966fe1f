import { Access } from './access';
import { GatewayFacts } from './gateway';
import { Host } from '../host/host';
import { Origination } from './tls-origination';
import { Wildcard } from '../host/wildcard-target';

/** `gateway`: through the egress gateway. `direct`: the mesh may reach the port around it, because somebody wrote so. */
export type PortWay = 'gateway' | 'direct';

/** Istio's name for what is spoken on a port; `TLS` and `HTTPS` are both routed by SNI, `TCP` by address. */
export type PortProtocol = 'HTTP' | 'TLS' | 'HTTPS' | 'TCP';

/** One port of an external host, as a route claims it. */
export interface ClaimedPort {
  readonly number: number;
  readonly protocol: PortProtocol;
  readonly way: PortWay;
  /** Of the request headers that the gateway takes away, those that this port keeps; HTTP only. */
  readonly keptHeaders?: readonly string[];
  /** How the gateway speaks TLS to the host; HTTP only. */
  readonly origination?: Origination;
  /** The addresses by which sidecars tell the host from others; TCP only. */
  readonly addresses?: readonly string[];
}

/** One port of an external host, with all that was said of it. */
export interface ExternalPort extends ClaimedPort {
  readonly access: Access;
}

/** All that the routes through one gateway say of one external host, put together: what its manifests are made from. */
export interface ExternalHost {
  /** Paths of the routes, sorted. */
  readonly owners: readonly string[];
  readonly host: Host;
  /** The namespace of its ServiceEntry and its VirtualService. */
  readonly namespace: string;
  readonly gateway: GatewayFacts;
  /** Where the names below a wildcard are; none for a single host. */
  readonly wildcard?: Wildcard;
  /** Sorted by number. */
  readonly ports: readonly ExternalPort[];
  /** The namespaces that see its ServiceEntry and its VirtualService, sorted; every one without it. */
  readonly exportTo?: readonly string[];
  /** Of a wildcard: hosts below it that have a route of their own on its HTTP port, which others may use; sorted. */
  readonly apart?: readonly Host[];
  /** Whether the gateway also tells it by the SNI inside the application's TLS, for sidecars that do not know it. */
  readonly toldByInnerName?: boolean;
}

/** The port with this protocol that leaves through the gateway; a host has at most one. */
export function gatewayPort(external: ExternalHost, protocol: PortProtocol): ExternalPort | undefined {
  return external.ports.find((port) => port.way === 'gateway' && port.protocol === protocol);
}

/** The port of which the gateway sees nothing but bytes: TLS of applications, or TCP. Both leave through its TLS server. */
export function opaquePort(external: ExternalHost): ExternalPort | undefined {
  return external.ports.find((port) => port.way === 'gateway' && isOpaque(port));
}

/**
 * The name in the mesh's mTLS around what is for the host, by which the gateway tells hosts apart. That of a wildcard lies below its
 * domain, as the gateway's server asks for, and is no name that a host may have: another app's route to one below the domain is told
 * from it.
 */
export function outerName({ host }: ExternalHost): string {
  return host.isWildcard ? `_any.${host.domain}` : host.name;
}

/** Whether the gateway sees nothing of what goes through a port of it but bytes, which arrive on its TLS port. */
export function isOpaque({ protocol }: ClaimedPort): boolean {
  return protocol !== 'HTTP';
}
