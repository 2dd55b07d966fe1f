/** The prefix of the annotations that suppress findings of the audit: `suppress.cdk8s-istio-egress/EGR3001: REASON`. */
export const SUPPRESSION_PREFIX = 'suppress.cdk8s-istio-egress/';
