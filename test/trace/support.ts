/**
 * The mesh and the requests that the tests of the trace are about, and small ways to change manifests.
 */
import { parseAllDocuments } from 'yaml';
import { INSTALLED } from '../support/gateways';
import { Manifest, MeshFacts, Request } from '../support/trace';

/** A mesh as Istio's egress gateway task has it. */
export const MESH: MeshFacts = { gatewayServices: [INSTALLED] };

export const HTTP: Request = { clientNamespace: 'default', host: 'edition.cnn.com', port: 80, protocol: 'http' };
export const TLS: Request = { clientNamespace: 'default', host: 'edition.cnn.com', port: 443, protocol: 'tls' };

/** The request of a client in another namespace. */
export function from(clientNamespace: string, request: Request): Request {
  return { ...request, clientNamespace };
}

/** Parses a YAML stream. */
export function yaml(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJSON() as Manifest);
}

/** The same manifests with every occurrence of a piece of their text replaced; it must occur. */
export function changed(manifests: readonly Manifest[], piece: string, by: string): Manifest[] {
  const text = JSON.stringify(manifests);
  if (!text.includes(piece)) throw new Error(`${piece} is not in ${text}`);
  return JSON.parse(text.split(piece).join(by)) as Manifest[];
}

/** The same manifests with one kind changed or, if `change` gives nothing, left out. */
export function withKind(
  manifests: readonly Manifest[],
  kind: string,
  change: (manifest: Manifest) => Manifest | undefined,
): Manifest[] {
  return manifests.flatMap((manifest) => (manifest.kind === kind ? (change(manifest) ?? []) : manifest));
}

/** Puts an object into a namespace. */
export function into(namespace: string): (manifest: Manifest) => Manifest {
  return (manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } });
}

/** Adds fields to an object's spec. */
export function withSpec(fields: object): (manifest: Manifest) => Manifest {
  return (manifest) => ({ ...manifest, spec: { ...(manifest.spec as object), ...fields } });
}
