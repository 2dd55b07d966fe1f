import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { EgressPlan } from '../mesh/egress-plan';
import { GatewayRegistry } from '../mesh/gateway-registry';
import { NamespaceRegistry } from '../mesh/namespace-registry';

/** What the constructs of one app know of each other. */
export interface Mesh {
  readonly plan: EgressPlan;
  readonly gateways: GatewayRegistry;
  readonly namespaces: NamespaceRegistry;
  /** The policies that deny what no route of a gateway allows, by gateway. */
  readonly denyPolicies: Map<string, ApiObject>;
  /** What takes that which strict sidecars do not know, by gateway. */
  readonly catchAlls: Map<string, Construct>;
}

const meshes = new WeakMap<IConstruct, Mesh>();

/** The mesh that a construct writes to: one app is one mesh, so this is kept per root of the construct tree. */
export function meshOf(construct: IConstruct): Mesh {
  const root = construct.node.root;
  let mesh = meshes.get(root);
  if (mesh === undefined) {
    mesh = {
      plan: new EgressPlan(),
      gateways: new GatewayRegistry(),
      namespaces: new NamespaceRegistry(),
      denyPolicies: new Map(),
      catchAlls: new Map(),
    };
    meshes.set(root, mesh);
  }
  return mesh;
}
