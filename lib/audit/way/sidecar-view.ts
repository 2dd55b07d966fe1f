/**
 * The view of a sidecar on a request, and the decisions that a sidecar can make.
 */
import { DialledCluster } from './dialled';
import { Evidence } from '../manifest/evidence';
import { Journey } from './journey';
import { ExternalService } from './registry';
import { ClusterService } from '../model/cluster-services';
import { Mesh, VirtualService } from '../model/mesh';
import { meshVirtualServices } from '../model/lookup';
import { isVisible } from '../model/export-to';
import { Request } from './types';
import { byPrecedence } from './precedence';
import { importsVirtualService, Viewer } from './viewer';
import { RouteDestination } from './virtual-services';

/** The decision of the sidecar. */
export type ClientLeg =
  | { readonly kind: 'unknown'; readonly hiddenBy?: Evidence | undefined }
  | { readonly kind: 'direct'; readonly service: ExternalService }
  | { readonly kind: 'inside'; readonly service: ClusterService }
  | ({ readonly kind: 'dialled' } & DialledCluster)
  | { readonly kind: 'routed'; readonly to: RouteDestination };

/** A request, and the proxy that looks at the objects of the mesh. */
export interface SidecarView {
  readonly mesh: Mesh;
  readonly request: Request;
  readonly viewer: Viewer;
  readonly journey: Journey;
}

/** Returns the assumption that a caller dials the address that a ServiceEntry has. */
export function resolved(host: string, address: string): string {
  return `the caller resolves ${host} to ${address}, the address in the ServiceEntry of the host`;
}

/** Returns the VirtualServices for sidecars that have exactly this host and that the sidecar sees, by precedence, then by age. */
export function virtualServicesNamed({ mesh, viewer }: SidecarView, host: string): readonly VirtualService[] {
  const seen = meshVirtualServices(mesh)
    .get(host)
    .filter((vs) => seesVirtualService(mesh, viewer, vs));
  return byPrecedence(seen, viewer.namespace);
}

/** Returns the host of a VirtualService that decides about a name: the name itself, else the longest wildcard over the name. */
export function hostClaimed(view: SidecarView, name: string): string | undefined {
  for (const pattern of meshVirtualServices(view.mesh).over(name)) {
    if (virtualServicesNamed(view, pattern).length > 0) return pattern;
  }
  return undefined;
}

/** Returns whether a sidecar sees a VirtualService. */
export function seesVirtualService(mesh: Mesh, viewer: Viewer, vs: VirtualService): boolean {
  return isVisible(vs.spec.exportTo, vs.namespace, viewer.namespace) && importsVirtualService(mesh, viewer, vs);
}
