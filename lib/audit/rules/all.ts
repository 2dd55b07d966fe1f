import { MISSING_GATEWAY } from './missing-gateway';
import { Rule } from './rule';

/** Every rule of the audit, in the order of the codes. The hundreds are the topic: EGR30 routes, EGR31 TLS and policies. */
export const RULES: readonly Rule[] = [MISSING_GATEWAY];
