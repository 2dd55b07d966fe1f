import { WITHOUT_SIDECAR } from './describe-request';
import { isIP } from 'node:net';
import { Mesh } from '../model/mesh';
import { rulesOfCallers } from '../policy/authorization';
import { NamedCaller, namedCallers } from '../policy/named-callers';
import { Labels } from '../policy/selector';
import { Way } from '../way/types';
import { wayOf } from '../way/way';
import { arrivalAt } from './at-gateway';
import { explain, requestOf } from './explain';
import { Caller } from './question';
import { valueOfClass } from './source-class';
import { objectsOf, sourceProfiles } from './source-profile';
import { RequestedPort, WayOut } from './way-out';

/** A source, and a workload that represents all workloads of the source. */
interface Source {
  readonly name: string;
  readonly caller: Caller;
}

/** A port of a host, with the ways of sources. Broader sources come first: a narrower source has a way of its own only if the way differs. */
export class AskedPort {
  /** The ways that differ from those of broader sources, by source. */
  public readonly kept = new Map<string, WayOut>();

  public constructor(
    private readonly mesh: Mesh,
    private readonly request: RequestedPort,
  ) {}

  public get rows(): WayOut[] {
    return [...this.kept.values()];
  }

  /** Adds the ways of a namespace, or of a service account of the namespace. Returns the ways that differ from those of broader sources. */
  public keepNamespace(namespace: string, account?: string): WayOut[] {
    const sources = sourcesOf(this.mesh, namespace, account);
    const { host } = this.request;
    // Without a sidecar the name of a host decides nothing: the ways are those to hosts that no object declares.
    const asked = isIP(host) > 0 || host === '*' ? sources : sources.filter(({ caller }) => caller.hasSidecar);
    return asked.map((source) => this.rowOf(source)).filter((row) => this.keep(row));
  }

  /** Adds the ways of namespaces that have the same ways. */
  public keepClass([first, ...others]: readonly string[]): void {
    if (first === undefined) return;
    const rows = this.keepNamespace(first);
    for (const namespace of others) for (const row of rows) this.keep(this.renamed(row, first, namespace));
  }

  /** Returns the workloads that policies of gateways name for requests of namespaces. */
  public callersNamedFor(namespaces: Iterable<string>): NamedCaller[] {
    const found = new Map<string, NamedCaller>();
    const ways = Array.from(namespaces, (namespace) => this.wayOf({ namespace, hasSidecar: true }));
    // Namespaces that no object distinguishes have the same entries.
    for (const entries of new Set(ways.map((way) => (way.kind === 'gateway' ? way.entries : [])))) {
      for (const entry of entries) {
        const workload = { namespace: entry.service.namespace, labels: entry.service.podLabels };
        for (const { rule, namespace: home } of rulesOfCallers(this.mesh, workload, arrivalAt(entry, {}))) {
          for (const caller of namedCallers(rule, home)) {
            found.set(`${caller.namespace}/${caller.serviceAccount ?? '*'}`, caller);
          }
        }
      }
    }
    return [...found.values()];
  }

  private rowOf({ name: source, caller }: Source): WayOut {
    const question = { caller, ...this.request };
    const { outcome, exit, why, assumptions, unevaluated } = explain(this.mesh, question);
    const leaves = outcome === 'gateway' || outcome === 'direct';
    const relies = { ...(assumptions.length > 0 && { assumptions }), ...(unevaluated && { unevaluated }) };
    return { source, ...this.request, outcome, ...(leaves ? { exit } : { why: why[0]?.text }), ...relies };
  }

  private wayOf(caller: Caller): Way {
    return wayOf(this.mesh, requestOf({ caller, ...this.request }));
  }

  /** Returns the way of a namespace as that of another namespace of the class. */
  private renamed(row: WayOut, from: string, to: string): WayOut {
    const others = objectsOf(this.mesh, to);
    const names = new Map(objectsOf(this.mesh, from).map((name, index) => [name, others[index]]));
    const rename = (text: string): string =>
      text.replace(/\w+ [^\s,]+\/[^\s,]+/g, (name) => names.get(name) ?? name).replaceAll(`${from}/`, `${to}/`);
    return { ...row, source: rename(row.source), ...(row.why !== undefined && { why: rename(row.why) }) };
  }

  private keep(row: WayOut): boolean {
    const broader = valueOfClass(this.kept, row.source);
    if (broader !== undefined && wayKey(broader) === wayKey(row)) return false;
    this.kept.set(row.source, row);
    return true;
  }
}

/** The workloads of a namespace or of a service account: without labels and with each set of labels, with a sidecar and without. */
function sourcesOf(mesh: Mesh, namespace: string, account?: string): Source[] {
  const base = namespace === '*' ? '*' : `${namespace}/${account ?? '*'}`;
  const serviceAccount = account ?? '*';
  const variants: readonly (Labels | undefined)[] = [undefined, ...sourceProfiles(mesh).labelsOf(namespace)];
  const withSidecar = variants.map((labels) => ({
    name: labels === undefined ? base : `${base} (${labelText(labels)})`,
    caller: { namespace, serviceAccount, labels, hasSidecar: true },
  }));
  if (account !== undefined) return withSidecar;
  const without = withSidecar.map(({ name, caller }) => ({
    name: `${name}${WITHOUT_SIDECAR}`,
    caller: { ...caller, hasSidecar: false },
  }));
  return [...withSidecar, ...without];
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join(', ');
}

function wayKey({ outcome, exit, unevaluated }: WayOut): string {
  return exit === undefined && unevaluated === undefined ? outcome : JSON.stringify([outcome, exit, unevaluated]);
}
