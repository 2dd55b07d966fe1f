import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Evidence } from '../manifest/evidence';
import { Hit, Rule } from './rule';
import { RefusedRequest, refusedRequests } from './shared/broken-at-gateway';
import { mutualServer } from './shared/mesh-mtls';

/** A sidecar and a gateway that do not agree on mesh mTLS. */
export const MTLS_MISMATCH: Rule = {
  code: 'EGR3202',
  level: 'error',
  title: 'A sidecar and a port of a gateway do not agree on mesh mTLS.',
  effect:
    'The connection fails, and the client receives 503 or a reset. Without a DestinationRule, a sidecar starts no mTLS to the port of an ' +
    'egress gateway; with `ISTIO_MUTUAL`, a server without mTLS cannot read the connection, and `PASSTHROUGH` would send mesh mTLS out of ' +
    'the mesh. Both ends need `ISTIO_MUTUAL`.',
  sources: ['https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/'],
  check: (mesh) => {
    const hits = new Map<string, Hit>();
    for (const refused of refusedRequests(mesh)) {
      const other = refused.servers.find(
        ({ server }) => (server.tls?.mode === 'ISTIO_MUTUAL') !== refused.connection.isMutual,
      );
      if (other === undefined || refused.servers.some(({ server }) => agrees(server.tls?.mode, refused))) continue;
      const hit = hitOf(refused, other);
      hits.set(`${hit.message}`, hit);
    }
    return [...hits.values()];
  },
};

function agrees(mode: string | undefined, { connection: { isMutual } }: RefusedRequest): boolean {
  return (mode === 'ISTIO_MUTUAL') === isMutual;
}

function hitOf({ request, connection }: RefusedRequest, { server, evidence }: RefusedRequest['servers'][number]): Hit {
  const { host } = request;
  const {
    service,
    isMutual,
    settings: [settings],
  } = connection;
  const station = `${service.namespace}/${service.name}:${connection.port}`;
  const where = settings ?? evidence;
  const port = `server ${server.port.number}/${server.port.protocol} of ${nameOf(evidence.manifest)}`;
  if (isMutual) {
    return {
      ...where,
      message: `${nameOf(where.manifest)} starts mesh mTLS to ${station} for ${host}, and ${port} has no tls.mode ISTIO_MUTUAL`,
      fix: `write ${mutualServer(server)} in ${pathText(evidence.path)} of ${nameOf(evidence.manifest)}`,
    };
  }
  return {
    ...where,
    message: messageOfPlain(where, settings, { host, station, port }),
    fix: `write a DestinationRule in namespace ${service.namespace} with a subset for ${host}, portLevelSettings: [{port: {number: ${connection.port}}, tls: {mode: ISTIO_MUTUAL, sni: ${host}}}]`,
  };
}

function messageOfPlain(
  { manifest }: Evidence,
  settings: Evidence | undefined,
  { host, station, port }: { readonly host: string; readonly station: string; readonly port: string },
): string {
  return settings === undefined
    ? `${nameOf(manifest)} requires mesh mTLS (${port}), and no DestinationRule for ${station} starts mesh mTLS for ${host}`
    : `${nameOf(manifest)} starts no mesh mTLS to ${station} for ${host}, and ${port} requires mesh mTLS`;
}
