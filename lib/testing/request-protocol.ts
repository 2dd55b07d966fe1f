/** The protocol that a caller speaks. */
export enum RequestProtocol {
  /** HTTP that the sidecar reads. */
  HTTP = 'http',
  /** TLS that the caller starts itself. */
  TLS = 'tls',
  /** Bytes without the name of a host. */
  TCP = 'tcp',
}
