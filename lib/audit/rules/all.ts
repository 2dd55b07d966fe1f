import { HIDDEN_ROUTE } from './hidden-route';
import { MISSING_GATEWAY } from './missing-gateway';
import { MISSING_MESH_LEG } from './missing-mesh-leg';
import { RIVAL_ENTRIES } from './rival-entries';
import { RIVAL_ROUTES } from './rival-routes';
import { Rule } from './rule';
import { UNCOVERED_PORT } from './uncovered-port';
import { UNDECLARED_HOST } from './undeclared-host';
import { WRONG_BLOCK } from './wrong-block';

/** Every rule of the audit, in the order of the codes. The hundreds are the topic: EGR30 routes, EGR31 TLS and policies. */
export const RULES: readonly Rule[] = [
  UNCOVERED_PORT,
  HIDDEN_ROUTE,
  MISSING_GATEWAY,
  WRONG_BLOCK,
  MISSING_MESH_LEG,
  RIVAL_ROUTES,
  RIVAL_ENTRIES,
  UNDECLARED_HOST,
];
