/** An operation that the sources of a route may perform. A request must match the methods and the paths. */
export interface HttpOperation {
  /**
   * HTTP methods, in upper case.
   * @default - every method
   */
  readonly methods?: string[] | undefined;
  /**
   * Paths without their query: exact (`/v1/status`), or a prefix that ends in `*` (`/v1/*`). Characters outside ASCII are escaped
   * (`/%C3%BC`); dots and slashes are not. The gateway compares paths after Istio's path normalization, which does not merge
   * slashes by default, and answers an escaped slash or backslash with 400. A host may interpret a path further: allow the
   * narrowest path that serves.
   * @see https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
   * @default - every path
   */
  readonly paths?: string[] | undefined;
}
