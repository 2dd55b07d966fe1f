import { isIP } from 'node:net';
import { Mesh } from '../model/mesh';
import { rulesOfCallers } from '../policy/authorization';
import { NamedCaller, namedCallers } from '../policy/named-callers';
import { perObject } from '../../input/per-object';
import { PolicyRule } from '../policy/authorization-policies';
import { Way } from '../way/types';
import { wayOf } from '../way/way';
import { arrivalAt, workloadOf } from './at-gateway';
import { requestOf } from './explain';
import { Caller } from './question';
import { rowOf } from './row-of';
import { valueOfClass } from './source-class';
import { Source, sourcesOf } from './sources';
import { DeclaredPort, isSameWay, WayOut } from './way-out';

/**
 * A port of a host, with the ways of sources. Broader sources come first: a narrower source has a way of its own only if the way differs.
 */
export class AskedPort {
  /** The ways that differ from those of broader sources, by source. */
  public readonly kept = new Map<string, WayOut>();

  public constructor(
    private readonly mesh: Mesh,
    private readonly request: DeclaredPort,
    /** The assumptions of a source that rows of other hosts state. */
    private readonly statedFor: (source: string) => readonly string[] = () => [],
  ) {}

  public get rows(): WayOut[] {
    return [...this.kept.values()];
  }

  /**
   * Adds the ways of a namespace, or of a service account of the namespace. Returns the sources whose ways differ from those of broader
   * sources.
   */
  public keepNamespace(namespace: string, account?: string): Source[] {
    return this.askedOf(namespace, account).filter((source) => this.keep(rowOf(this.mesh, source, this.request)));
  }

  /** Adds the ways of namespaces that have the same ways, without special ones. Reasons and assumptions name the namespace. */
  public keepClass(namespaces: readonly string[], special: ReadonlySet<string>): void {
    const first = namespaces.find((namespace) => !special.has(namespace));
    if (first === undefined) return;
    const kept = new Set(this.keepNamespace(first).map(({ variant }) => variant));
    if (kept.size === 0) return;
    for (const namespace of namespaces) {
      if (namespace === first || special.has(namespace)) continue;
      for (const source of this.askedOf(namespace))
        if (kept.has(source.variant)) this.keep(rowOf(this.mesh, source, this.request));
    }
  }

  /** Returns the workloads that policies of gateways name for requests of namespaces. */
  public callersNamedFor(namespaces: Iterable<string>): NamedCaller[] {
    const found = new Map<string, NamedCaller>();
    const ways = Array.from(namespaces, (namespace) => this.wayOf({ namespace, hasSidecar: true }));
    // Namespaces that no object distinguishes have the same entries.
    for (const entries of new Set(ways.map((way) => (way.kind === 'gateway' ? way.entries : [])))) {
      for (const entry of entries) {
        for (const rule of rulesOfCallers(this.mesh, workloadOf(entry), arrivalAt(entry, {}))) {
          for (const caller of callersOf(rule)) {
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
    const sources = sourcesOf(this.mesh, host, namespace, account);
    return isIP(host) > 0 || host === '*' ? sources : sources.filter(({ caller }) => caller.hasSidecar);
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

/** Many ports of hosts ask for the callers of one rule. */
const callersOf = perObject(({ rule, namespace }: PolicyRule) => namedCallers(rule, namespace));
