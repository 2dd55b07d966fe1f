/** The sets of the differential run: what the library writes, Istio's task, traps, and changes of all of them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DrawnApp, drawnApp } from '../../property/arbitraries';
import { steps, written } from '../../property/written';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import * as task from '../../trace/manifests';
import { readManifests } from '../cases/synth';
import { REPOSITORY } from '../environment/tools/repository';
import { mutantsOf } from '../mutation/mutants';
import { edit, Edit, edited } from './edits';
import { gatewaysIn, INSTALLED_NAMED } from './gateways';
import { oncePerObject } from './once';
import { TRAPS } from './traps';
import { AuditSet, NamedGateway } from './world';

/** Manifests before any change. */
interface Base {
  readonly name: string;
  /** Whether the library wrote them. */
  readonly isOurs: boolean;
  readonly manifests: readonly Manifest[];
  readonly gateways: readonly NamedGateway[];
}

/** The objects of a cluster have the time of their creation. */
function dated(manifests: readonly Manifest[]): Manifest[] {
  return manifests.map((manifest, index) => {
    const creationTimestamp = new Date(Date.UTC(2022, 0, 1, 0, 0, index)).toISOString().replace('.000', '');
    return { ...manifest, metadata: { creationTimestamp, ...manifest.metadata } };
  });
}

/** Sets that are drawn at once: those of all would not fit into memory. */
const AT_ONCE = 100;

const GOLDENS = join(REPOSITORY, 'test', 'examples', 'golden');

/** What the examples write, Istio's task in its layouts, and the traps. */
function writtenBases(): Base[] {
  const goldens = readdirSync(GOLDENS).map((name) => [name, readManifests(join(GOLDENS, name))] as const);
  // Programs of one example share its gateways.
  const gatewaysOf = (name: string): NamedGateway[] => {
    const example = name.slice(0, name.lastIndexOf('-') + 1);
    return goldens.flatMap(([other, manifests]) => (other.startsWith(example) ? gatewaysIn(manifests) : []));
  };
  return [
    ...goldens.map(([name, manifests]) => based(name, manifests, gatewaysOf(name), true)),
    ...Object.entries(task).map(([name, manifests]) => based(name, manifests)),
    ...TRAPS.map(([name, manifests]) => based(name, manifests)),
  ];
}

function based(
  name: string,
  manifests: readonly Manifest[],
  found: readonly NamedGateway[] = [],
  isOurs = false,
): Base {
  return { name, isOurs, manifests: dated(manifests), gateways: [INSTALLED_NAMED, ...found] };
}

/** What the library writes for an app that the property tests draw. */
function drawnBase({ gateway, hosts }: DrawnApp): Base {
  const { namespace = 'istio-system', ports } = gateway;
  const service = {
    ...INSTALLED_NAMED,
    namespace,
    ports: [
      { port: ports?.httpPort ?? 80, targetPort: ports?.httpTargetPort ?? 8080, name: 'http2' },
      { port: ports?.tlsPort ?? 443, targetPort: ports?.tlsTargetPort ?? 8443, name: 'https' },
    ],
  };
  const manifests = dated(written(gateway, steps(hosts.slice(0, 2))));
  return { name: 'drawn', isOurs: true, manifests, gateways: [service] };
}

/** A set of the differential run. */
export interface DrawnSet extends AuditSet {
  /** The place among the sets of the seed, from 1. */
  readonly number: number;
  /** Whether the manifests are what the library writes, without a change. */
  readonly isOurs: boolean;
}

function changedSet(bases: readonly Base[]): fc.Arbitrary<Omit<DrawnSet, 'number'>> {
  const [ours, others] = [true, false].map((isOurs) => bases.filter((base) => base.isOurs === isOurs));
  return fc
    .record({
      base: fc.oneof(fc.constantFrom(...(ours ?? [])), fc.constantFrom(...(others ?? []))),
      mutant: fc.option(fc.nat(1e6), { freq: 2 }),
      edits: fc.array(edit, { maxLength: 3 }),
      outboundTrafficPolicy: fc.constantFrom('ALLOW_ANY' as const, 'REGISTRY_ONLY' as const),
    })
    .map(({ base, mutant, edits, outboundTrafficPolicy }) => ({
      ...changed(base, mutant, edits),
      gateways: base.gateways,
      outboundTrafficPolicy,
    }));
}

const mutantsOfBase = oncePerObject((manifests: readonly Manifest[]) => mutantsOf(manifests));

function changed({ name, isOurs, manifests }: Base, mutant: number | null, edits: readonly Edit[]) {
  let current = manifests;
  const says = [name];
  const mutants = mutant === null ? [] : mutantsOfBase(manifests);
  const chosen = mutants[(mutant ?? 0) % Math.max(1, mutants.length)];
  if (chosen !== undefined) {
    current = chosen.manifests;
    says.push(chosen.id);
  }
  for (const each of edits) {
    const [next, words] = edited(current, each);
    current = next;
    says.push(words);
  }
  return { name: says.join('; '), isOurs: isOurs && says.length === 1, manifests: current };
}

/** Sets without a change, then changed ones, from the number `first` on: the same for the same count and seed. */
export function* auditSets(count: number, seed: number, first = 1): Generator<DrawnSet> {
  const apps = fc.sample(drawnApp, { numRuns: Math.ceil(count / 100), seed });
  const bases = [...writtenBases(), ...apps.map(drawnBase)];
  const plain = bases
    .flatMap((base) =>
      (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy) => ({ ...base, outboundTrafficPolicy })),
    )
    .slice(0, count);
  yield* numbered(plain, 1, first);
  const more = count - plain.length;
  for (let from = 0; from < more; from += AT_ONCE) {
    const numRuns = Math.min(AT_ONCE, more - from);
    const number = plain.length + from + 1;
    if (number + numRuns <= first) continue;
    yield* numbered(fc.sample(changedSet(bases), { numRuns, seed: seed + from }), number, first);
  }
}

function numbered(sets: readonly Omit<DrawnSet, 'number'>[], start: number, first: number): DrawnSet[] {
  return sets.map((set, index) => ({ ...set, number: start + index })).filter(({ number }) => number >= first);
}
