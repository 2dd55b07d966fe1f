/** What the sources of a route may ask of its hosts: a request must fit both the methods and the paths. */
export interface EgressOperation {
  /**
   * HTTP methods, in upper case.
   * @default - every method
   */
  readonly methods?: readonly string[];
  /**
   * Paths without their query, exact (`/v1/status`) or up to a `*` at the end (`/v1/*`), as requests have them: other letters than
   * ASCII are escaped (`/%C3%BC`), dots and slashes are not. They are compared after Istio's normalization of paths, which by default
   * does not merge slashes; an escaped slash or backslash is answered with 400. What a host makes of a path besides is the host's:
   * allow the narrowest that serves.
   * @see https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
   * @default - every path
   */
  readonly paths?: readonly string[];
}
