/**
 * What the sidecars of a namespace know of a request, and what they can decide about it.
 */
import { ExternalService } from './registry';
import { Mesh, VirtualService } from '../model/mesh';
import { Request } from './types';
import { RouteDestination } from './virtual-services';

/** What the sidecar decides. */
export type ClientLeg =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'direct'; readonly service: ExternalService }
  | { readonly kind: 'routed'; readonly to: RouteDestination };

/** What the sidecar knows. */
export interface SidecarView {
  readonly mesh: Mesh;
  readonly request: Request;
  /** The external services that its namespace sees, by host. */
  readonly services: ReadonlyMap<string, ExternalService>;
  /** Those bound to `mesh` that its namespace sees, oldest first. */
  readonly virtualServices: readonly VirtualService[];
}
