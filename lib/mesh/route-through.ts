import { Access } from './access';
import { Visibility } from './host-claim';

/** A route through a gateway, for what must be true of all of them together. */
export interface RouteThrough {
  readonly owner: string;
  /** Namespace and name of the gateway. */
  readonly gateway: string;
  readonly access: Access;
  readonly visibility: Visibility;
  /** Whether the gateway shows its own certificate to the host, so that whoever uses the route speaks in its name. */
  readonly lends: boolean;
}
