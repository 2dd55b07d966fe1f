import { nameOf } from '../manifest/manifest';
import { bareHost } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { Server } from '../model/specs';
import { Arrival, readingOf } from '../policy/attributes';
import { AuthorizationPolicy } from '../policy/authorization-policies';
import { matchRule } from '../policy/authorization-rule';
import { AuthorizationRule } from '../policy/authorization-spec';
import { allOf } from '../policy/claim';
import { UNICAST_SAMPLES } from '../policy/internet-examples';
import { isHttps, isPlainHttp } from '../way/servers';
import { Hit, Rule } from './rule';
import { EgressPods, egressPods, policiesAtPods } from './shared/egress-pods';
import { verifiesCallers } from './shared/mesh-mtls';

/** A policy that makes every other ALLOW policy of an egress gateway ineffective. */
export const POLICY_ADMITS_ALL: Rule = {
  code: 'EGR3204',
  level: 'error',
  title: 'An AuthorizationPolicy admits every caller of an egress gateway to every host.',
  effect:
    'One `ALLOW` rule that matches is enough, so the other `ALLOW` policies of the gateway have no effect. An empty rule matches every ' +
    'request, and `principals: ["*"]` matches every caller of the mesh. A rule admits all if the rule matches a caller and a host that no ' +
    'object names.',
  sources: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule'],
  check: (mesh) => {
    const found = new Map<AuthorizationPolicy, readonly Hit[]>();
    for (const pods of egressPods(mesh)) {
      const ports = portsOf(pods);
      for (const policy of policiesAtPods(mesh, pods)) {
        if (policy.action !== 'ALLOW' || found.get(policy)?.length) continue;
        found.set(policy, hitsOf(mesh, policy, ports));
      }
    }
    return [...found.values()].flat();
  },
};

function hitsOf(mesh: Mesh, { manifest, namespace, spec }: AuthorizationPolicy, ports: readonly ServedPort[]): Hit[] {
  return (spec.rules ?? []).flatMap((rule, index) => {
    const open = ports.filter((port) => admitsAll(mesh, rule, namespace, port));
    const isOnEvery = open.length === ports.length;
    const [shared] = open.filter(({ hosts }) => hosts.size > 1 || [...hosts].some((host) => host.startsWith('*')));
    if (!isOnEvery && shared === undefined) return [];
    const where = isOnEvery ? '' : ` on port ${shared?.number}`;
    return [
      {
        manifest,
        path: ['spec', 'rules', index],
        message: `${nameOf(manifest)} has a rule that allows callers and hosts that no object names, so the gateway allows every request${where}`,
        fix: `write from, and to or when, in spec.rules[${index}]: from: [{ source: { principals: ["cluster.local/ns/payments/sa/api"] } }], when: [{ key: connection.sni, values: ["api.example.com"] }]`,
      },
    ];
  });
}

/** A port of the pods of a gateway. */
interface ServedPort {
  readonly number: number;
  readonly hosts: ReadonlySet<string>;
  readonly kinds: readonly { readonly readsHttp: boolean; readonly verifiesCallers: boolean }[];
}

function portsOf({ gateways, services }: EgressPods): ServedPort[] {
  const targets = new Map(services.flatMap(({ ports }) => ports.map((each) => [each.port, each.targetPort] as const)));
  const found = new Map<number, { hosts: Set<string>; kinds: Map<string, ServedPort['kinds'][number]> }>();
  for (const server of gateways.flatMap(({ spec }) => spec.servers ?? [])) {
    const number = targets.get(server.port.number) ?? server.port.number;
    const port = found.get(number) ?? { hosts: new Set(), kinds: new Map<string, ServedPort['kinds'][number]>() };
    found.set(number, port);
    for (const host of hostsOf(server)) port.hosts.add(host);
    const kind = {
      readsHttp: isPlainHttp(server) || isHttps(server),
      verifiesCallers: verifiesCallers(server.tls?.mode),
    };
    port.kinds.set(JSON.stringify(kind), kind);
  }
  return [...found].map(([number, { hosts, kinds }]) => ({ number, hosts, kinds: [...kinds.values()] }));
}

/** A server for TCP without TLS has the route of one host, whatever its hosts are. */
function hostsOf({ port, tls, hosts = [] }: Server): readonly string[] {
  if (port.protocol.toUpperCase() === 'TCP' && tls === undefined) return ['TCP'];
  return hosts.map(bareHost);
}

/** Returns whether a rule matches a request of a caller that no object names for a host that no object names, from every address. */
function admitsAll(mesh: Mesh, rule: AuthorizationRule, namespace: string, { number, kinds }: ServedPort): boolean {
  const reading = readingOf(mesh, namespace, 'ALLOW');
  const name = nameOutside(JSON.stringify(rule));
  return kinds.some((kind) =>
    UNICAST_SAMPLES.every((address) => {
      const arrival: Arrival = {
        identity: kind.verifiesCallers ? `${reading.trustDomain}/ns/${name}/sa/${name}` : undefined,
        http: kind.readsHttp ? { host: name, method: name, path: `/${name}` } : undefined,
        sni: name,
        port: number,
        address,
        destination: address,
        others: '',
      };
      const { operation, source } = matchRule(rule, 'ALLOW', arrival, reading);
      return allOf([operation, source]).holds;
    }),
  );
}

/** Returns a name that is no part of a text. */
function nameOutside(text: string, name = 'q7z9'): string {
  return text.includes(name) ? nameOutside(text, `${name}0`) : name;
}
