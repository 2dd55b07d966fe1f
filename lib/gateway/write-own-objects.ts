import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { writeObject } from '../construct/write-object';
import { GatewayModel, gatewayKey } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { mergeMetadata } from '../mesh/object-metadata';
import { syncWave } from '../mesh/sync-wave';
import { CIDRS_PORT, EGRESS_PROXY, GatewayFeatures, OwnObject, ownObjects } from '../render/istio/own-objects';
import { gatewayMetadata } from './gateway-metadata';
import { toGatewayModel } from './to-gateway-model';

/**
 * Writes the objects of a gateway that its features need and that do not exist yet: below the construct of the gateway's owner, else
 * below the given construct. Called after each declaration that may need an object.
 *
 * @throws EgressError for a gateway outside a chart
 */
export function writeOwnObjects(gateway: IConstruct): void {
  const mesh = meshOf(gateway);
  const model = toGatewayModel(gateway);
  const key = gatewayKey(model);
  const written = mesh.ownObjects.get(key) ?? new Map<string, ApiObject>();
  mesh.ownObjects.set(key, written);
  const owner = mesh.model.gateways.ownDescription(key)?.owner ?? '';
  for (const object of ownObjects(model, featuresOf(mesh.model, model))) {
    const id = object.id.join('/');
    if (!written.has(id)) written.set(id, write(mesh.constructs.get(owner) ?? gateway, model, object));
  }
}

/** Returns the default deny policy of a gateway, if this app writes the policy. */
export function defaultDenyPolicyOf(gateway: IConstruct): ApiObject | undefined {
  return ownObjectsOf(gateway)?.get('AuthorizationPolicy');
}

/** Returns the filter by which a gateway connects to hosts after the handshake with the caller, if this app writes the filter. */
export function connectFilterOf(gateway: IConstruct): ApiObject | undefined {
  return ownObjectsOf(gateway)?.get('EnvoyFilter');
}

/** Returns the objects of the egress proxy of a gateway, in the order in which they are written. */
export function egressProxyObjectsOf(gateway: IConstruct): readonly ApiObject[] {
  return objectsBelow(gateway, EGRESS_PROXY);
}

/** Returns the objects of the port for ranges of a gateway, in the order in which they are written. */
export function cidrsPortObjectsOf(gateway: IConstruct): readonly ApiObject[] {
  return objectsBelow(gateway, CIDRS_PORT);
}

function objectsBelow(gateway: IConstruct, id: string): readonly ApiObject[] {
  return [...(ownObjectsOf(gateway) ?? [])].flatMap(([path, object]) => (path.startsWith(`${id}/`) ? [object] : []));
}

function ownObjectsOf(gateway: IConstruct): ReadonlyMap<string, ApiObject> | undefined {
  return meshOf(gateway).ownObjects.get(gatewayKey(toGatewayModel(gateway)));
}

/** Returns the features of a gateway. An imported gateway with `defaultDeny` or `egressProxy` has the objects of its owner. */
function featuresOf({ gateways, plan }: MeshModel, model: GatewayModel): GatewayFeatures {
  const key = gatewayKey(model);
  const imported = gateways.isImported(key);
  const defaultDeny = model.defaultDeny || plan.isRestrictedGateway(model);
  const ownerDenies = imported && model.defaultDeny;
  return {
    defaultDeny,
    writesDefaultDeny: defaultDeny && !ownerDenies,
    writesConnectFilter: (model.defaultDeny || plan.isRestrictedPassthrough(model)) && !ownerDenies,
    writesCidrsPort: !imported,
    writesEgressProxy: !imported && (model.egressProxy || plan.isEgressProxy(model)),
  };
}

function write(owner: Construct, model: GatewayModel, { id, apiVersion, kind, name, spec }: OwnObject): ApiObject {
  const scope = id.slice(0, -1).reduce((parent, child) => childOf(parent, child), owner);
  const metadata = gatewayMetadata(withSyncWave(model, kind), name);
  return writeObject(scope, id.at(-1) ?? kind, { apiVersion, kind, metadata, spec });
}

function withSyncWave(model: GatewayModel, kind: string): Pick<GatewayModel, 'namespace' | 'metadata'> {
  const { namespace, metadata } = model;
  return { namespace, metadata: mergeMetadata([metadata, syncWave(model, kind, [metadata])]) };
}

function childOf(parent: Construct, id: string): Construct {
  return parent.node.tryFindChild(id) ?? new Construct(parent, id);
}
