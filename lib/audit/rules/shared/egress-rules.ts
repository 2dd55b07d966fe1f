import { Evidence } from '../../manifest/evidence';
import { Mesh } from '../../model/mesh';
import { Endpoint, Protocol } from '../../policy/endpoint';
import { NetworkPolicies, networkPoliciesOf, worstOf } from '../../policy/connection';
import { NetworkPolicySpec, Policy, networkPolicyVerdict } from '../../policy/network-policy';
import { selectedLabels } from '../../model/label-selector';
import { OPEN } from '../../policy/verdict';
import { Client, clientsOf } from './clients';
import { isDnsPort } from './dns-ports';
import { egressPoliciesOf } from './lockdowns';
import { perMesh } from '../../model/per-mesh';

/** A rule for egress of a NetworkPolicy in a client namespace. */
export interface EgressRule {
  readonly client: Client;
  readonly evidence: Required<Evidence>;
  /** The ports that the rule names; undefined if the rule is for every port. */
  readonly ports: readonly PolicyPort[] | undefined;
  /** Returns whether the rule alone lets a pod connect. */
  readonly admits: (to: Endpoint, port: number, protocol: Protocol) => boolean;
}

/** A port of a rule, by its number or its name. */
export interface PolicyPort {
  readonly protocol: Protocol;
  readonly port: Port;
  /** The last port of a range of ports. */
  readonly endPort?: number;
}

type Port = number | string | undefined;

type Rule = NonNullable<NetworkPolicySpec['egress']>[number];

/** Returns the rules for egress of the NetworkPolicies in client namespaces. */
export const egressRulesOf: (mesh: Mesh) => readonly EgressRule[] = perMesh((mesh) => {
  const policies = networkPoliciesOf(mesh);
  return clientsOf(mesh).flatMap((client) =>
    egressPoliciesOf(mesh, client.namespace).flatMap((policy) =>
      (policy.spec.egress ?? []).map((rule, index) => egressRule({ policies, client, policy, rule, index })),
    ),
  );
});

function egressRule(place: {
  readonly policies: NetworkPolicies;
  readonly client: Client;
  readonly policy: Policy<NetworkPolicySpec>;
  readonly rule: Rule;
  readonly index: number;
}): EgressRule {
  const { policies, client, policy, rule, index } = place;
  const alone = { ...policy, spec: { ...policy.spec, policyTypes: ['Egress'], egress: [rule] } };
  const labels = selectedLabels(policy.spec.podSelector ?? {});
  const from = { kind: 'pod', namespace: client.namespace, labels } as const;
  return {
    client,
    evidence: { manifest: policy.manifest, path: ['spec', 'egress', index] },
    ports: rule.ports?.length
      ? rule.ports.map(({ protocol = 'TCP', port, endPort }) => ({ protocol: protocol as Protocol, port, endPort }))
      : undefined,
    admits: (to, port, protocol) =>
      worstOf(
        policies,
        { from, to, port, protocol },
        (connection) => networkPolicyVerdict([alone], 'egress', connection, policies.namespaces) ?? OPEN,
      ).allowed,
  };
}

/** Returns whether a rule is for DNS alone. */
export function isForDns({ ports }: EgressRule): boolean {
  return ports !== undefined && ports.every(({ port, endPort = port }) => isDnsPort(port) && endPort === port);
}

/** Returns whether a NetworkPolicy of a client namespace has a rule for a port. */
export function namesPort(mesh: Mesh, { namespace }: Client, isPort: (port: Port) => boolean): boolean {
  return [...(namedPorts(mesh).get(namespace) ?? [])].some(isPort);
}

const namedPorts = perMesh((mesh) => {
  const byNamespace = new Map<string, Set<Port>>();
  for (const { client, ports = [] } of egressRulesOf(mesh)) {
    const named = byNamespace.get(client.namespace) ?? new Set();
    byNamespace.set(client.namespace, named);
    for (const { port } of ports) named.add(port);
  }
  return byNamespace;
});
