import { uniqueBy } from '../../input/unique';
import { idOf, nameOf } from '../manifest/manifest';
import { AuthorizationRule } from '../policy/authorization-spec';
import { Hit, Rule } from './rule';
import { EgressPods, egressPods, policiesAtPods } from './shared/egress-pods';
import { mutualTlsIn, verifiesCallers } from './shared/mesh-mtls';
import { AuthorizationPolicy } from '../policy/authorization-policies';

/** A policy of an egress gateway that names callers whom the gateway cannot identify. */
export const POLICY_WITHOUT_IDENTITY: Rule = {
  code: 'EGR3205',
  level: 'error',
  title: 'An AuthorizationPolicy names callers that the gateway cannot identify.',
  effect:
    'Without mesh mTLS to the gateway a connection has no identity, so an `ALLOW` rule with `principals`, `namespaces` or ' +
    '`serviceAccounts` never matches, and the gateway denies the request. These fields require mTLS.',
  sources: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source'],
  check: (mesh) => {
    const hits = egressPods(mesh).flatMap((pods) => {
      const mayIdentify = identification(pods);
      return policiesAtPods(mesh, pods).flatMap((policy) => hitsOf(policy, pods, mayIdentify));
    });
    // One field has one finding, for the first gateway that cannot identify the callers.
    return uniqueBy(hits, ({ manifest, path = [] }) => `${idOf(manifest)} ${path.join('.')}`);
  },
};

function hitsOf(
  { manifest, spec }: AuthorizationPolicy,
  pods: EgressPods,
  mayIdentify: (rule: AuthorizationRule) => boolean,
): readonly Hit[] {
  return (spec.rules ?? []).flatMap((rule, index) => {
    const [ruleSource, field] = identityIn(rule) ?? [];
    if (ruleSource === undefined || field === undefined || mayIdentify(rule)) return [];
    return [
      {
        manifest,
        path: ['spec', 'rules', index, 'from', ruleSource, 'source', field],
        message: `${nameOf(manifest)} has ${field} for ${
          portsOf(rule)
            ?.map((port) => `port ${port}`)
            .join(', ') ?? 'every port'
        } of the gateway, where no server has tls.mode ISTIO_MUTUAL`,
        fix: `${fixFor(pods, portsOf(rule))}, or remove ${field} from spec.rules[${index}]`,
      },
    ];
  });
}

/** Returns the instruction for the first server on the ports of a rule. */
function fixFor({ gateways, services }: EgressPods, ports: readonly number[] | undefined): string {
  const targets = new Map(services.flatMap((service) => service.ports.map((each) => [each.port, each.targetPort])));
  for (const { spec, manifest } of gateways) {
    const index = (spec.servers ?? []).findIndex(
      ({ port: { number } }) => ports === undefined || ports.includes(targets.get(number) ?? number),
    );
    const server = spec.servers?.[index];
    if (server !== undefined) return mutualTlsIn(server, `spec.servers[${index}] of ${nameOf(manifest)}`);
  }
  return 'write tls: { mode: ISTIO_MUTUAL } in the servers of the Gateway';
}

const IDENTITIES = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
] as const;

/** Returns the first source of a rule that names identities, and the field. */
function identityIn({ from = [] }: AuthorizationRule): readonly [number, string] | undefined {
  for (const [index, { source = {} }] of from.entries()) {
    const field = IDENTITIES.find((name) => source[name]?.length);
    if (field !== undefined) return [index, field];
  }
  return undefined;
}

/**
 * Returns a function that returns whether a server on the ports of a rule receives identities, or whether a port is none of the servers.
 * The pods of a gateway can have a server and a rule for each of thousands of hosts: the servers are read once.
 */
function identification({ gateways, services }: EgressPods): (rule: AuthorizationRule) => boolean {
  const servers = new Map<number, boolean>();
  for (const { port, tls } of gateways.flatMap(({ spec }) => spec.servers ?? [])) {
    servers.set(port.number, servers.get(port.number) === true || verifiesCallers(tls?.mode));
  }
  const targets = services.flatMap((service) => service.ports);
  return (rule) => {
    const ports = portsOf(rule);
    if (ports === undefined) return [...servers.values()].includes(true);
    return ports.some((port) => {
      const numbers = targets.filter(({ targetPort }) => targetPort === port).map((each) => each.port);
      const here = numbers.map((number) => servers.get(number)).filter((mutual) => mutual !== undefined);
      return here.length === 0 || here.includes(true);
    });
  };
}

/** Returns the ports that a rule names; undefined if the rule is for every port. */
function portsOf({ to = [], when = [] }: AuthorizationRule): readonly number[] | undefined {
  const named = to.map(({ operation = {} }) => operation.ports ?? []);
  const inWhen = when.filter(({ key }) => key === 'destination.port').flatMap(({ values = [] }) => values);
  if (inWhen.length > 0) return inWhen.map(Number);
  return to.length > 0 && named.every((ports) => ports.length > 0) ? named.flat().map(Number) : undefined;
}
