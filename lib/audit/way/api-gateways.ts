/**
 * Routes of the Gateway API whose parents are Gateways. Such a route configures the pods of the Gateway, and no sidecar
 * (https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways).
 */
import { at, Evidence } from '../manifest/evidence';
import { idOf, Manifest, nameOf } from '../manifest/manifest';
import { Unevaluated } from '../model/unevaluated';
import { isApiGateway } from '../model/gateway-api';
import { GATEWAY_NAME } from '../../input/label-names';
import { serviceHost } from '../model/gateway-services';
import { isWithin } from '../model/hosts';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { GatewayService } from '../model/settings';
import { ApiRef, ApiRouteSpec } from '../model/specs';

/** Returns whether a parent of a route is a Gateway, the default kind. */
export function isGateway({ kind = 'Gateway' }: ApiRef): boolean {
  return kind === 'Gateway';
}

/** Returns a route of the Gateway whose generated Service, `NAME-CLASS`, has the host, if the manifests lack the Gateway. */
export function routeOfGeneratedService(mesh: Mesh, host: string): Unevaluated | undefined {
  if (mesh.gatewayServices.get(host)?.podLabels[GATEWAY_NAME] !== undefined) return undefined;
  const [service = '', namespace] = host.split('.');
  const route = mesh.apiRoutes.find((each) =>
    parentsOf(each).some((parent) => parent.namespace === namespace && service.startsWith(`${parent.name}-`)),
  );
  return route && unevaluated(route);
}

/**
 * Returns the routes for a host that configure the pods behind a Service: those of the Gateway, or those of a Service in `addresses` of the
 * Gateway.
 */
export function routesAt(mesh: Mesh, service: GatewayService, host: string): readonly Unevaluated[] {
  const own = serviceHost(service, mesh.clusterDomain);
  return mesh.apiRoutes
    .filter(
      (route) =>
        (route.spec.hostnames ?? [host]).some((name) => isWithin(host, name)) &&
        parentsOf(route).some(
          ({ namespace, name }) =>
            (namespace === service.namespace && service.podLabels[GATEWAY_NAME] === name) ||
            addressesOf(mesh, `${namespace}/${name}`).some((address) => `${own}.`.startsWith(`${address}.`)),
        ),
    )
    .map(unevaluated);
}

function parentsOf({ spec: { parentRefs = [] }, namespace }: Resource<ApiRouteSpec>): readonly Required<ApiRef>[] {
  return parentRefs.filter(isGateway).map((parent) => ({ namespace, kind: 'Gateway', ...parent }));
}

function unevaluated(route: Resource<ApiRouteSpec>): Unevaluated {
  const decidedBy: readonly Evidence[] = [at(route, 'spec')];
  return { what: `${nameOf(route.manifest)} of the Gateway API`, decidedBy };
}

function addressesOf(mesh: Mesh, id: string): readonly string[] {
  const { addresses = [] } = (apiGateways(mesh).get(id)?.spec ?? {}) as {
    readonly addresses?: readonly { readonly value?: string }[];
  };
  return addresses.flatMap(({ value = '' }) => (value === '' ? [] : value));
}

const apiGateways = perMesh(
  ({ manifests }): ReadonlyMap<string, Manifest> =>
    new Map(manifests.filter(isApiGateway).map((manifest) => [idOf(manifest), manifest])),
);
