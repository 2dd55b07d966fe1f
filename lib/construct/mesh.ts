import { IConstruct } from 'constructs';
import { EgressPlan } from '../model/egress-plan';
import { GatewayRegistry } from '../model/gateway-registry';
import { LockdownRegistry } from '../model/lockdown-registry';

/** What the constructs of one app know of each other. */
export interface Mesh {
  readonly plan: EgressPlan;
  readonly gateways: GatewayRegistry;
  readonly lockdowns: LockdownRegistry;
}

const meshes = new WeakMap<IConstruct, Mesh>();

/** The mesh that a construct writes to: one app is one mesh, so this is kept per root of the construct tree. */
export function meshOf(construct: IConstruct): Mesh {
  const root = construct.node.root;
  let mesh = meshes.get(root);
  if (mesh === undefined) {
    mesh = { plan: new EgressPlan(), gateways: new GatewayRegistry(), lockdowns: new LockdownRegistry() };
    meshes.set(root, mesh);
  }
  return mesh;
}
