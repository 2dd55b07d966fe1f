import { Evidence } from '../manifest/evidence';
import { hasLabels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { Workload } from './authorization-policies';
import { Labels } from '../model/labels';
import { matchesText } from './text-match';
import { OPEN, Verdict } from './verdict';

/** A server of a Gateway that terminates mesh mTLS. */
export interface MutualServer {
  /**
   * The names that the server accepts in the certificate of the caller: `spiffe://cluster.local/ns/payments/sa/api`. Any name when absent.
   */
  readonly subjectAltNames?: readonly string[];
  readonly decidedBy: Evidence;
  readonly port: number;
  readonly sni?: string;
}

/**
 * Returns whether a server accepts the certificate of a caller. Names of an EnvoyFilter replace those of the Gateway
 * (https://www.envoyproxy.io/docs/envoy/latest/version_history/v1.21/v1.21.4).
 */
export function handshakeVerdict(mesh: Mesh, workload: Workload, server: MutualServer, identity: string): Verdict {
  const name = `spiffe://${identity}`;
  const patched = namesOfFilters(mesh, workload, server);
  if (patched !== undefined) {
    const { patterns, decidedBy } = patched;
    return { allowed: patterns.some((pattern) => matchesText(pattern, name)), decidedBy, assumptions: [] };
  }
  if (!server.subjectAltNames?.length) return OPEN;
  return { allowed: server.subjectAltNames.includes(name), decidedBy: [server.decidedBy], assumptions: [] };
}

/** Spec of an EnvoyFilter, as far as the spec decides about names. */
interface FilterSpec {
  readonly workloadSelector?: { readonly labels?: Labels };
  readonly configPatches?: readonly {
    readonly applyTo?: string;
    readonly match?: {
      readonly listener?: { readonly portNumber?: number; readonly filterChain?: { readonly sni?: string } };
    };
    readonly patch?: { readonly value?: unknown };
  }[];
}

interface NameMatcher {
  readonly matcher?: { readonly exact?: string; readonly prefix?: string; readonly suffix?: string };
}

function namesOfFilters(
  mesh: Mesh,
  { namespace, labels }: Workload,
  { port, sni }: MutualServer,
): { readonly patterns: readonly string[]; readonly decidedBy: readonly Evidence[] } | undefined {
  const found = mesh.proxyFilters
    .filter((filter) => filter.namespace === namespace || filter.namespace === mesh.rootNamespace)
    .flatMap(({ manifest, spec }) => {
      const { workloadSelector, configPatches = [] } = spec as FilterSpec;
      if (!hasLabels(labels, workloadSelector?.labels ?? {})) return [];
      return configPatches.flatMap(({ applyTo, match, patch }, index) => {
        const { portNumber, filterChain } = match?.listener ?? {};
        const isHere = (portNumber ?? port) === port && (filterChain?.sni ?? sni) === sni;
        const names = applyTo === 'FILTER_CHAIN' && isHere ? namesIn(patch?.value) : undefined;
        const path = ['spec', 'configPatches', index];
        return names === undefined ? [] : [{ names, evidence: { manifest, path } }];
      });
    });
  if (found.length === 0) return undefined;
  const patterns = found.flatMap(({ names }) => names.map(patternOf));
  return { patterns, decidedBy: found.map(({ evidence }) => evidence) };
}

/** Finds the names that a TLS context verifies. */
function namesIn(value: unknown): readonly NameMatcher[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'match_typed_subject_alt_names' && Array.isArray(inner)) return inner as NameMatcher[];
    const found = namesIn(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A matcher of another kind matches no name. */
function patternOf({ matcher = {} }: NameMatcher): string {
  const { exact, prefix, suffix } = matcher;
  return exact ?? (prefix === undefined ? `*${suffix ?? '\n'}` : `${prefix}*`);
}
