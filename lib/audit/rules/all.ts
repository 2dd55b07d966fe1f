import { HIDDEN_ROUTE } from './hidden-route';
import { MISSING_GATEWAY } from './missing-gateway';
import { Rule } from './rule';
import { UNCOVERED_PORT } from './uncovered-port';
import { WRONG_BLOCK } from './wrong-block';

/** Every rule of the audit, in the order of the codes. The hundreds are the topic: EGR30 routes, EGR31 TLS and policies. */
export const RULES: readonly Rule[] = [UNCOVERED_PORT, HIDDEN_ROUTE, MISSING_GATEWAY, WRONG_BLOCK];
