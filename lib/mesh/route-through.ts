import { Access } from './access';
import { ExportTo } from './export-to';
import { ClaimedPort } from './external-host';
import { HttpCredentialModel } from './http-credential-model';
import { namespacesOf } from './source';

/** One host of a route through a gateway. */
export interface RouteThrough {
  /** Path of the route. */
  readonly owner: string;
  /** Key of the gateway: `istio-system/istio-egressgateway`. */
  readonly gateway: string;
  readonly host: string;
  readonly access: Access;
  readonly exportTo: ExportTo;
  readonly ports: readonly ClaimedPort[];
}

/** Returns whether the gateway presents its client certificate to the host. */
export function usesClientCertificate({ ports }: RouteThrough): boolean {
  return ports.some(({ origination }) => origination?.mode === 'MUTUAL');
}

/** Returns the credentials that the gateway sends to the host. */
export function credentialsOf({ ports }: RouteThrough): readonly HttpCredentialModel[] {
  return ports.flatMap(({ credential }) => credential ?? []);
}

/** Returns whether the sources of a route name a namespace. */
export function isRouteFor({ access }: RouteThrough, namespace: string): boolean {
  return namespacesOf(access.sources).includes(namespace);
}

/** Returns the distinct owners of routes, sorted. */
export function ownersOf(routes: readonly { readonly owner: string }[]): readonly string[] {
  return [...new Set(routes.map(({ owner }) => owner))].sort();
}
