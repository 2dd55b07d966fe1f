import { nameOf, Path } from '../manifest/manifest';
import { hasLabels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { AuthorizationPolicy, authorizationPoliciesOf } from '../policy/authorization-policies';
import { AuthorizationRule, Operation } from '../policy/authorization-spec';
import { Hit, Rule } from './rule';
import { ServedHost, ServedHosts, servedHosts } from './shared/served-hosts';

/** An AuthorizationPolicy with attributes of HTTP for a port at which the gateway reads no HTTP. */
export const HTTP_ATTRIBUTES: Rule = {
  code: 'EGR3021',
  level: 'error',
  title: 'An AuthorizationPolicy has HTTP attributes for a port of a gateway that reads no HTTP.',
  effect:
    'A gateway sees no HTTP in TLS that the gateway passes through or opens as TCP. An ALLOW rule with such an attribute matches nothing. ' +
    'A DENY rule ignores the attribute, and matches more.',
  sources: [
    'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
    'checkError in pilot/pkg/security/authz/model/model.go',
  ],
  check: (mesh) => authorizationPoliciesOf(mesh).flatMap((policy) => blind(mesh, policy)),
};

/** A policy without a selector may be for other pods. */
function blind(mesh: Mesh, { manifest, namespace, action, spec }: AuthorizationPolicy): readonly Hit[] {
  const { selector, rules = [] } = spec;
  const labels = selector?.matchLabels ?? {};
  if (Object.keys(labels).length === 0 || !['ALLOW', 'DENY'].includes(action)) return [];
  const gateways = servedHosts(mesh).filter(
    ({ service }) =>
      [service.namespace, mesh.rootNamespace].includes(namespace) && hasLabels(service.podLabels, labels),
  );
  const effect = action === 'ALLOW' ? 'the rule allows nothing' : 'the rule denies more than these requests';
  return rules.flatMap((rule, index) =>
    attributesOf(rule).flatMap(({ name, path, operations }): Hit[] => {
      const served = gateways.flatMap((gateway) => operations.flatMap((operation) => servedBy(gateway, operation)));
      const [first] = served;
      if (first === undefined || served.some(({ readsHttp }) => readsHttp)) return [];
      const message = `${nameOf(manifest)} has ${name} for ${first.server}, where the gateway reads no HTTP: ${effect}`;
      return [{ manifest, path: ['spec', 'rules', index, ...path], message, fix: fixFor(name, operations) }];
    }),
  );
}

function fixFor(name: string, operations: readonly Operation[]): string {
  const hosts = operations.flatMap((operation) => operation.hosts ?? []);
  return name === 'hosts'
    ? `replace hosts with when: [{ key: connection.sni, values: [${hosts.join(', ')}] }]`
    : `remove ${name}, or let the gateway read HTTP at the port`;
}

/** An HTTP attribute, and the operations of the rule for which the attribute holds. */
interface Attribute {
  readonly name: string;
  readonly path: Path;
  readonly operations: readonly Operation[];
}

function attributesOf({ from = [], to = [], when = [] }: AuthorizationRule): readonly Attribute[] {
  const all = to.length === 0 ? [{}] : to.map(({ operation = {} }) => operation);
  const named = (value: object | undefined, names: RegExp) =>
    Object.keys(value ?? {}).filter((name) => names.test(name));
  return [
    ...to.flatMap(({ operation = {} }, index) =>
      named(operation, OF_OPERATION).map((name) => ({
        name,
        path: ['to', index, 'operation', name],
        operations: [operation],
      })),
    ),
    ...from.flatMap(({ source }, index) =>
      named(source, OF_SOURCE).map((name) => ({ name, path: ['from', index, 'source', name], operations: all })),
    ),
    ...when.flatMap(({ key }, index) =>
      key.startsWith('request.') ? [{ name: key, path: ['when', index, 'key'], operations: all }] : [],
    ),
  ];
}

const OF_OPERATION = /^(hosts|methods|paths|notHosts|notMethods|notPaths)$/;
const OF_SOURCE = /^(requestPrincipals|notRequestPrincipals)$/;

/** Returns the hosts that an operation is for: those with its names, at its ports. */
function servedBy({ byHost, samples }: ServedHosts, { hosts, ports }: Operation): readonly ServedHost[] {
  const served =
    hosts === undefined
      ? samples
      : hosts.flatMap((host) => byHost.overlapping(host.replace(/:.*$/, ''))).flatMap((name) => byHost.get(name));
  return served.filter(({ podPort }) => ports === undefined || ports.includes(String(podPort)));
}
