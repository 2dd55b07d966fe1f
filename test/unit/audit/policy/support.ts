import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { Mesh, readMesh } from '../../../../lib/audit/model/mesh';
import { MeshSettings } from '../../../../lib/audit/model/settings';
import { connectionVerdict, networkPoliciesOf, ConnectionVerdict } from '../../../../lib/audit/policy/connection';
import { Connection, Endpoint } from '../../../../lib/audit/policy/endpoint';

/** Returns the objects of a YAML text. */
export function objects(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** Returns a mesh with the objects of a YAML text. */
export function meshWith(text: string, settings: MeshSettings = {}): Mesh {
  return readMesh(objects(text), settings);
}

/** Returns a pod: `pod('payments', { app: 'api' })`. */
export function pod(namespace: string, labels: Readonly<Record<string, string>> = {}, rest: object = {}): Endpoint {
  return { kind: 'pod', namespace, labels, ...rest };
}

/** Returns an address outside the cluster. */
export function outside(address: string): Endpoint {
  return { kind: 'outside', host: address, address };
}

/** Returns the verdict about a TCP connection. */
export function verdictOf(
  mesh: Mesh,
  from: Endpoint,
  to: Endpoint,
  port: number,
  rest: Partial<Connection> = {},
): ConnectionVerdict {
  return connectionVerdict(networkPoliciesOf(mesh), { from, to, port, protocol: 'TCP', ...rest });
}
