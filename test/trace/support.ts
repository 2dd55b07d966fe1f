/** The mesh and the requests of the tests of the trace, and helpers that change manifests. */
import { JsonPatch } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { INSTALLED } from '../support/gateways';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { MeshSettings } from '../../lib/audit/model/settings';
import { Request, Way } from '../../lib/audit/way/types';

/** A mesh as Istio's egress gateway task has it. */
export const MESH: MeshSettings = { gatewayServices: [INSTALLED] };

export const HTTP: Request = { clientNamespace: 'default', host: 'edition.cnn.com', port: 80, protocol: 'http' };
export const TLS: Request = { clientNamespace: 'default', host: 'edition.cnn.com', port: 443, protocol: 'tls' };

/** Returns the request of a client in another namespace. */
export function from(clientNamespace: string, request: Request): Request {
  return { ...request, clientNamespace };
}

/** Parses a YAML stream. */
export function yaml(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJSON() as Manifest);
}

/**
 * Returns the same manifests with JSON patches applied to one object.
 *
 * @param object kind of the object, or kind and name if there are several: `ServiceEntry cnn`
 */
export function patched(manifests: readonly Manifest[], object: string, ...patches: readonly JsonPatch[]): Manifest[] {
  const isMeant = ({ kind, metadata }: Manifest): boolean => [kind, `${kind} ${metadata.name}`].includes(object);
  if (manifests.filter(isMeant).length !== 1) throw new Error(`${object} must be one object`);
  return manifests.map((manifest) =>
    isMeant(manifest) ? (JsonPatch.apply(structuredClone(manifest), ...patches) as Manifest) : manifest,
  );
}

/** Returns the same manifests with each object of a kind changed, or removed if `change` returns undefined. */
export function withKind(
  manifests: readonly Manifest[],
  kind: string,
  change: (manifest: Manifest) => Manifest | undefined,
): Manifest[] {
  return manifests.flatMap((manifest) => (manifest.kind === kind ? (change(manifest) ?? []) : manifest));
}

/** Returns a function that puts an object into a namespace. */
export function into(namespace: string): (manifest: Manifest) => Manifest {
  return (manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } });
}

/** Returns a function that adds fields to the spec of an object. */
export function withSpec(fields: object): (manifest: Manifest) => Manifest {
  return (manifest) => ({ ...manifest, spec: { ...(manifest.spec as object), ...fields } });
}

/** Returns what can change a way and is not evaluated. */
export function doubtsOf({ doubts }: Way): readonly string[] {
  return doubts.map(({ what }) => what);
}

/** Returns the stations of a way in one line. */
export function textOf({ hops }: Way): string {
  return hops.map(({ text }) => text).join(' -> ');
}
