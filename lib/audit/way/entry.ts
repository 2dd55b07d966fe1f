import { RequestProtocol } from '../model/request-protocol';
import { GatewayService } from '../model/settings';
import { Destination } from './destination';
import { isHttps, isPlainHttp, PlacedServer, Socket } from './servers';
import { hostPort } from '../model/host-port';

/** A request at a listener of a gateway's pods, as the policies of the gateway see the request. */
export interface Entry {
  readonly service: GatewayService;
  /** The port of the pods. */
  readonly port: number;
  /** The address and the port that the connection is for, if they are not those of the pod: of its own listener, or of a PROXY header. */
  readonly destination?: Destination;
  /** The address from which the gateway connects to its own listener. */
  readonly source?: string;
  /** Whether the gateway has sent the request to a listener of its own. */
  readonly isLoopback: boolean;
  /** Whether the sender has wrapped the request in mesh mTLS. */
  readonly isMutual: boolean;
  /** The SNI of mesh mTLS, else of the TLS of the application. */
  readonly sni?: string;
  /** The Host header, with the port if the port is not 80; absent if the listener passes bytes on. */
  readonly host?: string;
  readonly server: PlacedServer;
}

/** A request as a proxy sends it to a gateway. */
interface Sent {
  readonly host: string;
  readonly port: number;
  readonly protocol: RequestProtocol;
  /** The Host header, if a route has written another. */
  readonly authority?: string;
}

/** The arrival of a request at a listener. */
interface Arriving {
  readonly socket: Socket;
  readonly outerSni?: string;
  /** The destination in the PROXY header before the first byte. */
  readonly stated?: Destination;
  readonly source?: string;
}

/** Returns the entry of a request. */
export function entryOf(
  { socket, outerSni, stated, source }: Arriving,
  server: PlacedServer,
  { host, port, protocol, authority }: Sent,
): Entry {
  const { service, bind, port: podPort } = socket;
  const readsHttp = protocol === 'http' && (isPlainHttp(server.server) || isHttps(server.server));
  return {
    service,
    port: podPort,
    destination: bind === '' ? stated : { host: bind, port: podPort },
    source,
    isLoopback: bind !== '',
    isMutual: outerSni !== undefined,
    sni: outerSni ?? (protocol === 'tls' ? host : undefined),
    host: readsHttp ? (authority ?? (port === 80 ? host : hostPort(host, port))) : undefined,
    server,
  };
}
