import { nameOf } from '../manifest/manifest';
import { namespacesIn } from '../model/export-to';
import { Mesh, Resource } from '../model/mesh';
import { ServiceEntrySpec } from '../model/specs';
import { Hit, Rule } from './rule';
import { inWords, isEmpty, shared } from './shared/audience';

/** Two ServiceEntries that declare one host differently. */
export const RIVAL_ENTRIES: Rule = {
  code: 'EGR3016',
  level: 'warning',
  title: 'Two ServiceEntries declare one host differently.',
  effect:
    'A sidecar uses the ServiceEntries of its own namespace, else those of the namespace with the oldest. ServiceEntries of one namespace ' +
    'are merged by port. Which protocol or resolution applies depends on the time of creation.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0177/',
    'appendSidecarServices in pilot/pkg/model/sidecar.go',
  ],
  check: rivals,
};

type Entry = Resource<ServiceEntrySpec>;

function rivals({ serviceEntries }: Mesh): readonly Hit[] {
  const byHost = new Map<string, Entry[]>();
  return serviceEntries.flatMap((entry) =>
    [...new Set(entry.spec.hosts)].flatMap((host, index): Hit[] => {
      const earlier = byHost.get(host) ?? [];
      byHost.set(host, earlier);
      const rival = earlier.map((other) => ({ other, what: conflict(entry, other) })).find(({ what }) => what);
      earlier.push(entry);
      if (rival === undefined) return [];
      const [mine, other] = [nameOf(entry.manifest), nameOf(rival.other.manifest)];
      const audience = inWords(sharedBy(entry, rival.other));
      return [
        {
          manifest: entry.manifest,
          path: ['spec', 'hosts', index],
          message: `${mine} and ${other} declare ${host} with different ${rival.what} for ${audience}`,
          fix: `write ${valueOf(rival.other, rival.what)} in spec of ${mine}, or remove ${host} from spec.hosts`,
        },
      ];
    }),
  );
}

/** Returns a field with its value, as a ServiceEntry has the field. */
function valueOf({ spec }: Entry, field: Field | undefined): string {
  return field === undefined ? '' : `${field}: ${JSON.stringify(spec[field] ?? DEFAULTS[field])}`;
}

const DEFAULTS: Readonly<Record<Field, unknown>> = { ports: [], resolution: 'NONE', endpoints: [], addresses: [] };

/** Returns the field in which two ServiceEntries contradict each other, for sidecars that see both. */
function conflict(left: Entry, right: Entry): Field | undefined {
  if (left.namespace !== right.namespace) {
    // The own namespace of a sidecar decides.
    if (isEmpty(sharedBy(left, right), left.namespace, right.namespace)) return undefined;
    return FIELDS.find((field) => textOf(left.spec, field) !== textOf(right.spec, field));
  }
  if (isEmpty(sharedBy(left, right))) return undefined;
  if ((left.spec.resolution ?? 'NONE') !== (right.spec.resolution ?? 'NONE')) return 'resolution';
  const isTwin = (one: Port, other: Port): boolean => one.number === other.number && !isAlike(one, other);
  const ports = right.spec.ports ?? [];
  return (left.spec.ports ?? []).some((port) => ports.some((other) => isTwin(port, other))) ? 'ports' : undefined;
}

/** Those that decide where a proxy connects come first. */
const FIELDS = ['endpoints', 'resolution', 'ports', 'addresses'] as const;

type Field = (typeof FIELDS)[number];

type Port = NonNullable<ServiceEntrySpec['ports']>[number];

/** The order of ports and their names decide nothing. */
function textOf(spec: ServiceEntrySpec, field: Field): string {
  if (field !== 'ports') return JSON.stringify(spec[field] ?? DEFAULTS[field]);
  const ports = (spec.ports ?? []).map(({ number, protocol, targetPort = number }) => [number, protocol, targetPort]);
  return JSON.stringify(ports.sort(([a], [b]) => Number(a) - Number(b)));
}

function isAlike(one: Port, other: Port): boolean {
  const { number } = one;
  return one.protocol === other.protocol && (one.targetPort ?? number) === (other.targetPort ?? number);
}

function sharedBy(left: Entry, right: Entry) {
  return shared(namespacesIn(left.spec.exportTo, left.namespace), namespacesIn(right.spec.exportTo, right.namespace));
}
