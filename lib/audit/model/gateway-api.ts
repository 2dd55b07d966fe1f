import { Manifest } from '../manifest/manifest';

/** Returns whether an object is of the Gateway API. */
export function isOfGatewayApi({ apiVersion }: Pick<Manifest, 'apiVersion'>): boolean {
  return apiVersion.startsWith('gateway.networking.k8s.io/');
}

/** Returns whether an object is a Gateway of the Gateway API. */
export function isApiGateway(manifest: Manifest): boolean {
  return manifest.kind === 'Gateway' && isOfGatewayApi(manifest);
}

/** Returns whether an object is a route of the Gateway API. */
export function isApiRoute(manifest: Manifest): boolean {
  return manifest.kind.endsWith('Route') && isOfGatewayApi(manifest);
}
