/** The protocol of a request: HTTP that the sidecar reads, TLS that the application starts, or bytes without the name of a host. */
export type RequestProtocol = 'http' | 'tls' | 'tcp';
