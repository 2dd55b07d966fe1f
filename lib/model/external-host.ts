import { Access } from './access';
import { GatewayFacts } from './gateway-facts';
import { Host } from './host';
import { Origination } from './origination';

/** `gateway`: through the egress gateway. `direct`: the mesh may reach the port around it, because somebody wrote so. */
export type PortWay = 'gateway' | 'direct';

/** Istio's name for what is spoken on a port; `TLS` and `HTTPS` are both routed by SNI. */
export type PortProtocol = 'HTTP' | 'TLS' | 'HTTPS';

/** One port of an external host, as a route claims it. */
export interface ClaimedPort {
  readonly number: number;
  readonly protocol: PortProtocol;
  readonly way: PortWay;
  /** Of the request headers that the gateway takes away, those that this port keeps; HTTP only. */
  readonly keptHeaders?: readonly string[];
  /** How the gateway speaks TLS to the host; HTTP only. */
  readonly origination?: Origination;
}

/** One port of an external host, with all that was said of it. */
export interface ExternalPort extends ClaimedPort {
  readonly access: Access;
}

/** All that the routes say of one external host, put together: what its manifests are made from. */
export interface ExternalHost {
  readonly host: Host;
  /** The namespace of its ServiceEntry and its VirtualService. */
  readonly namespace: string;
  readonly gateway: GatewayFacts;
  /** Sorted by number. */
  readonly ports: readonly ExternalPort[];
  /** The namespaces that see its ServiceEntry and its VirtualService, sorted; every one without it. */
  readonly exportTo?: readonly string[];
}

/** The port that leaves through the gateway's HTTP server, or its TLS server; a host has at most one of each. */
export function gatewayPort(external: ExternalHost, protocol: PortProtocol): ExternalPort | undefined {
  return external.ports.find((port) => port.way === 'gateway' && port.protocol === protocol);
}
