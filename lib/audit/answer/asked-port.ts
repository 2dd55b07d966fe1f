import { isIP } from 'node:net';
import { Mesh } from '../model/mesh';
import { rulesOfCallers } from '../policy/authorization';
import { NamedCaller, namedCallers } from '../policy/named-callers';
import { isIgnored } from '../model/injection';
import { Labels } from '../model/labels';
import { getOrAdd } from '../../input/get-or-add';
import { perMesh } from '../model/per-mesh';
import { sourceLabelsOf } from '../way/source-labels';
import { Way } from '../way/types';
import { wayOf } from '../way/way';
import { arrivalAt, workloadOf } from './at-gateway';
import { explain, requestOf } from './explain';
import { Caller } from './question';
import { classOf, valueOfClass } from './source-class';
import { sourceProfiles } from './source-profile';
import { isSameWay, RequestedPort, WayOut } from './way-out';

/** A source, and a workload that represents all workloads of the source. */
export interface Source {
  readonly name: string;
  /** The class of the same pods in every namespace. */
  readonly variant: string;
  readonly caller: Caller;
}

/** A port of a host, with the ways of sources. Broader sources come first: a narrower source has a way of its own only if the way differs. */
export class AskedPort {
  /** The ways that differ from those of broader sources, by source. */
  public readonly kept = new Map<string, WayOut>();

  public constructor(
    private readonly mesh: Mesh,
    private readonly request: RequestedPort,
    /** The assumptions of a source that rows of other hosts state. */
    private readonly statedFor: (source: string) => readonly string[] = () => [],
  ) {}

  public get rows(): WayOut[] {
    return [...this.kept.values()];
  }

  /** Adds the ways of a namespace, or of a service account of the namespace. Returns the sources whose ways differ from those of broader sources. */
  public keepNamespace(namespace: string, account?: string): Source[] {
    return this.askedOf(namespace, account).filter((source) => this.keep(this.rowOf(source)));
  }

  /** Adds the ways of namespaces that have the same ways, without special ones. Reasons and assumptions name the namespace. */
  public keepClass(namespaces: readonly string[], special: ReadonlySet<string>): void {
    const first = namespaces.find((namespace) => !special.has(namespace));
    if (first === undefined) return;
    const kept = new Set(this.keepNamespace(first).map(({ variant }) => variant));
    if (kept.size === 0) return;
    for (const namespace of namespaces) {
      if (namespace === first || special.has(namespace)) continue;
      for (const source of this.askedOf(namespace)) if (kept.has(source.variant)) this.keep(this.rowOf(source));
    }
  }

  /** Returns the workloads that policies of gateways name for requests of namespaces. */
  public callersNamedFor(namespaces: Iterable<string>): NamedCaller[] {
    const found = new Map<string, NamedCaller>();
    const ways = Array.from(namespaces, (namespace) => this.wayOf({ namespace, hasSidecar: true }));
    // Namespaces that no object distinguishes have the same entries.
    for (const entries of new Set(ways.map((way) => (way.kind === 'gateway' ? way.entries : [])))) {
      for (const entry of entries) {
        for (const { rule, namespace: home } of rulesOfCallers(this.mesh, workloadOf(entry), arrivalAt(entry, {}))) {
          for (const caller of namedCallers(rule, home)) {
            found.set(`${caller.namespace}/${caller.serviceAccount ?? '*'}`, caller);
          }
        }
      }
    }
    return [...found.values()];
  }

  /** Without a sidecar the name of a host decides nothing: the ways are those to hosts that no object declares. */
  private askedOf(namespace: string, account?: string): readonly Source[] {
    const { host } = this.request;
    const ofRules = sourceLabelsOf(this.mesh, host);
    const sources = [...sourcesOf(this.mesh, namespace, account), ...sourcesWith(ofRules, namespace, account)];
    return isIP(host) > 0 || host === '*' ? sources : sources.filter(({ caller }) => caller.hasSidecar);
  }

  private rowOf({ name: source, caller }: Source): WayOut {
    const { host, port, protocol } = this.request;
    const question = { caller, host, port, protocol };
    const { outcome, exit, why, assumptions, unevaluated, isUnevaluated } = explain(this.mesh, question);
    const row: Writable<WayOut> = { source, host, port, protocol, outcome };
    if (exit !== undefined) row.exit = exit;
    if (outcome !== 'gateway') row.why = why[0]?.text;
    if (assumptions.length > 0) row.assumptions = assumptions;
    if (unevaluated !== undefined) row.unevaluated = unevaluated;
    if (isUnevaluated !== undefined) row.isUnevaluated = isUnevaluated;
    const [decision] = outcome === 'direct' ? why : [];
    if (decision?.decidedBy !== undefined) row.decidedBy = decision.decidedBy;
    return row;
  }

  private wayOf(caller: Caller): Way {
    const { host, port, protocol } = this.request;
    return wayOf(this.mesh, requestOf({ caller, host, port, protocol }));
  }

  private keep(row: WayOut): boolean {
    const broader = valueOfClass(this.kept, row.source);
    if (broader !== undefined && isSameWay(broader, row)) {
      const stated = new Set([...(broader.assumptions ?? []), ...this.statedFor(row.source)]);
      if ((row.assumptions ?? []).every((text) => stated.has(text))) return false;
    }
    this.kept.set(row.source, row);
    return true;
  }
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/** Every port of every host asks for the same sources. */
const sourcesByName = perMesh(() => new Map<string, readonly Source[]>());

/** Returns the workloads of a namespace or of a service account: without labels and with each set of labels, with a sidecar and without. */
export function sourcesOf(mesh: Mesh, namespace: string, account = '*'): readonly Source[] {
  return getOrAdd(sourcesByName(mesh), `${namespace}/${account}`, () =>
    sourcesWith([undefined, ...sourceProfiles(mesh).labelsOf(namespace)], namespace, account),
  );
}

function sourcesWith(
  variants: readonly (Labels | undefined)[],
  namespace: string,
  serviceAccount = '*',
): readonly Source[] {
  const kinds = [...(isIgnored(namespace) ? [] : [true]), ...(serviceAccount === '*' ? [false] : [])];
  return kinds.flatMap((hasSidecar) =>
    variants.map((labels) => {
      const caller = { namespace, serviceAccount, labels, hasSidecar };
      return { name: classOf(caller), variant: classOf({ ...caller, namespace: '*' }), caller };
    }),
  );
}
