import { parsePort } from '../input/port';
import { isToken } from '../input/token';
import { PeerPort } from '../render/network-policy/peer-rule';

/**
 * A port of a peer: of its pods, not of a Service in front of them, since that is what NetworkPolicies see.
 *
 * @example
 * EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] });
 */
export class EgressPort {
  /**
   * A TCP port.
   * @throws Error for a number that is no port
   */
  public static tcp(port: number): EgressPort {
    return EgressPort.of('TCP', port);
  }

  /**
   * A UDP port.
   * @throws Error for a number that is no port
   */
  public static udp(port: number): EgressPort {
    return EgressPort.of('UDP', port);
  }

  private static of(protocol: PeerPort['protocol'], port: number): EgressPort {
    return new EgressPort({ protocol, port: isToken(port) ? port : parsePort('port', port) });
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _port: PeerPort,
  ) {}

  /** For people: `TCP 5432`. */
  public toString(): string {
    return `${this._port.protocol} ${this._port.port}`;
  }
}
