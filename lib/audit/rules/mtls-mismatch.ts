import { serviceId } from '../model/gateway-services';
import { fixOfMtls, mtlsMismatch } from '../answer/mtls-mismatch';
import { nameOf } from '../manifest/manifest';
import { Evidence } from '../manifest/evidence';
import { ServerPlace } from '../model/server-place';
import { Hit, Rule } from './rule';
import { RefusedRequest, refusedRequests } from './shared/broken-at-gateway';

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
  check: (mesh) =>
    refusedRequests(mesh).flatMap((refused) => {
      const other = mtlsMismatch(refused.connection, refused.servers);
      return other === undefined ? [] : [hitOf(refused, other)];
    }),
};

function hitOf({ request, connection }: RefusedRequest, other: ServerPlace): Hit {
  const { host } = request;
  const {
    service,
    isMutual,
    settings: [settings],
  } = connection;
  const station = `${serviceId(service)}:${connection.port}`;
  const where = settings ?? { manifest: other.manifest, path: other.path };
  const port = `server ${other.server.port.number}/${other.server.port.protocol} of ${nameOf(other.manifest)}`;
  const message = isMutual
    ? `${nameOf(where.manifest)} starts mesh mTLS to ${station} for ${host}, and ${port} has no tls.mode ISTIO_MUTUAL`
    : messageOfPlain(where, settings, { host, station, port });
  return { ...where, message, fix: fixOfMtls(request, connection, other) };
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
