/** The mistakes that both the checks of constructs and the audit of manifests find, by code. */
export const SHARED_CHECKS = {
  EGR1009: 'A namespace sees a wildcard, but not a host below the wildcard.',
  EGR1305: 'Sidecars with `ALLOW_ANY` can bypass the gateway.',
  EGR2004: 'A lockdown cuts off a route from its sources.',
  EGR2005: 'The lockdown of a gateway refuses the sources of a route.',
  EGR2008: 'A route does not verify the certificates of its hosts.',
  EGR2051: 'A lockdown of some pods leaves the other pods of a namespace open.',
} as const;
