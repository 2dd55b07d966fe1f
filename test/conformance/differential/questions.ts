/** What is asked about a set: hosts and ports that its objects name, and some that nothing names, in every protocol. */
import fc from 'fast-check';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { isKeyed } from '../mutation/fields';
import { namespaceOf } from '../mutation/mutant';
import { AuditQuestion, AuditSet } from './world';

/** No object names it. */
const UNNAMED = { host: 'nobody.invalid', address: '198.51.100.9', port: 9000, namespace: 'elsewhere' };

/** How many questions of all are asked about a set. */
const MOST = 40;

/** The questions of a set: all, or a part that follows from the seed. */
export function questionsOf(set: AuditSet, seed: number): readonly AuditQuestion[] {
  const { hosts, addresses, ports, namespaces, methods, paths } = namesIn(set);
  const parts = methods.flatMap((method) => paths.map((path) => ({ method, path })));
  const all = namespaces.flatMap((namespace) =>
    ports.flatMap((port) => [
      ...[...hosts, ...addresses].flatMap((host) =>
        parts.map((part) => ({ namespace, protocol: 'http' as const, host, port, ...part })),
      ),
      ...hosts.map((host) => ({ namespace, protocol: 'tls' as const, host, port })),
      ...addresses.map((host) => ({ namespace, protocol: 'tcp' as const, host, port })),
    ]),
  );
  if (all.length <= MOST) return all;
  const part = fc.shuffledSubarray([...all], { minLength: MOST, maxLength: MOST });
  return fc.sample(part, { seed, numRuns: 1 })[0] ?? [];
}

function namesIn({ manifests, gateways }: AuditSet) {
  const said = manifests.filter(({ apiVersion }) => apiVersion.startsWith('networking.istio.io/'));
  const all = (...keys: readonly string[]): unknown[] => said.flatMap(({ spec }) => valuesOf(spec, keys));
  const at = (...keys: readonly string[]): unknown[] => all(...keys).filter((each) => typeof each !== 'object');
  const texts = (key: string): string[] => all(key).filter(isKeyed).flatMap(Object.values).map(String);
  const hosts = [...at('hosts'), ...at('sniHosts'), UNNAMED.host].map((host) => concrete(String(host)));
  const addresses = [...at('addresses'), UNNAMED.address].map((address) => addressIn(String(address)));
  const ofServices = gateways.flatMap((gateway) => gateway.ports.map(({ port }) => port));
  const ports = [...at('number'), ...at('port').filter((port) => typeof port === 'number'), ...ofServices];
  const exported = [...at('exportTo'), ...at('sourceNamespace')].map(String).filter((name) => /^[a-z]/.test(name));
  const ofObjects = said.map((manifest: Manifest) => namespaceOf(manifest));
  return {
    hosts: unique(hosts).filter((host) => host.includes('.') && !host.endsWith('.local')),
    addresses: unique(addresses),
    ports: unique([...ports.map(Number), UNNAMED.port]),
    namespaces: unique([...ofObjects, ...exported, UNNAMED.namespace]),
    methods: unique(['GET', ...texts('method')]),
    // A text that the expression `/news/.*` matches.
    paths: unique(['/', ...texts('uri').map((path) => path.replace(/\.\*$/, 'any'))]),
  };
}

/** The values of every field of these names, lists flattened. */
function valuesOf(root: unknown, keys: readonly string[]): unknown[] {
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]: [string, unknown]) => [
    ...(keys.includes(key) ? [value].flat() : []),
    ...valuesOf(value, keys),
  ]);
}

/** A name under a wildcard that no object names; the host of `namespace/host`. */
function concrete(host: string): string {
  const name = host.slice(host.indexOf('/') + 1);
  return name === '*' ? 'any.example' : name.replace(/^\*\.?/, 'any.');
}

/** The first address of a range. */
export function addressIn(range: string): string {
  return range.replace(/\/\d+$/, '');
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
