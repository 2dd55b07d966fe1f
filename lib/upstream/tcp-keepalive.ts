import { Duration } from 'cdk8s';

/**
 * TCP keep-alive of the gateway's connections to a host. The limits are those of Linux.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive
 */
export interface TcpKeepalive {
  /**
   * Time without traffic before the first probe: whole seconds, 1 to 32767.
   * @default - the operating system's, which is 2 hours on Linux
   */
  readonly time?: Duration | undefined;
  /**
   * Time between probes: whole seconds, 1 to 32767.
   * @default - the operating system's, which is 75 s on Linux
   */
  readonly interval?: Duration | undefined;
  /**
   * Number of probes without an answer after which the connection is closed, 1 to 127.
   * @default - the operating system's, which is 9 on Linux
   */
  readonly probes?: number | undefined;
}
