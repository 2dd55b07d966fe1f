import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parsePort } from '../input/port';
import { isToken } from '../input/token';
import { PeerPort } from '../render/network-policy/peer-rule';

/**
 * A port of a peer's pods. A NetworkPolicy compares the port of the pod, not the port of a Service in front of the pod.
 *
 * @example
 * EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] });
 */
export class EgressPort {
  /**
   * Returns a TCP port.
   * @throws EgressError for a number that is not a port
   */
  public static tcp(port: number): EgressPort {
    return inFactory('EgressPort.tcp', () => {
      return EgressPort.of('TCP', port);
    });
  }

  /**
   * Returns a UDP port.
   * @throws EgressError for a number that is not a port
   */
  public static udp(port: number): EgressPort {
    return inFactory('EgressPort.udp', () => {
      return EgressPort.of('UDP', port);
    });
  }

  private static of(protocol: PeerPort['protocol'], port: number): EgressPort {
    return new EgressPort({ protocol, port: isToken(port) ? port : parsePort('port', port) });
  }

  /** Returns whether a value is an `EgressPort`. */
  public static isEgressPort(value: unknown): value is EgressPort {
    return isMarked(value, 'EgressPort');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _port: PeerPort,
  ) {
    mark(this, 'EgressPort');
  }

  /** Returns a description for messages: `TCP 5432`. */
  public toString(): string {
    return `${this._port.protocol} ${this._port.port}`;
  }
}
