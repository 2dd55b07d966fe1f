/**
 * The protocol of the ports of a `DirectHost`, by which sidecars identify the host.
 *
 * @example
 * new DirectHost(chart, 'backups', {
 *   hosts: ['backup.example.com'],
 *   namespaces: ['payments'],
 *   ports: [22],
 *   protocol: DirectProtocol.TCP,
 *   cidrs: ['203.0.113.64/30'],
 *   because: 'backups of terabytes stay in the network of the cluster',
 * });
 */
export enum DirectProtocol {
  /** TLS of the application, identified by the SNI. */
  TLS = 'TLS',
  /** Plain HTTP, identified by the `Host` header. */
  HTTP = 'HTTP',
  /** Any other protocol, identified by `cidrs` and the ports. */
  TCP = 'TCP',
}
