/** What is asked about an app: every host at every port in both protocols, declared or not. */
import { DrawnApp } from '../../../property/arbitraries';
import { RoutedRequest } from './reference-routing';

/** Where the routes are written, and where nothing is. */
const CLIENTS = ['default', 'payments'];
/** No route can have it: it is not among the domains that are drawn. */
export const UNDECLARED_HOST = 'nobody.invalid';

export function questionsOf({ hosts, gateway }: DrawnApp): RoutedRequest[] {
  const names = [...hosts.map(({ host }) => host), UNDECLARED_HOST];
  // Where the gateway starts TLS, the host's port for it must be open to nobody else.
  const declared = hosts.flatMap(({ http, tls, direct, originates, further = [] }) =>
    [http ?? [], tls ?? [], direct ?? [], originates ?? [], ...further.map(({ port }) => port)].flat(),
  );
  // The gateway's Service has ports too, with listeners in every sidecar.
  const known = new Set([...declared, gateway.ports?.httpPort ?? 80, gateway.ports?.tlsPort ?? 443]);
  const ports = [...known, undeclared(known)];
  return CLIENTS.flatMap((namespace) =>
    (['http', 'tls'] as const).flatMap((protocol) =>
      names.flatMap((host) => ports.map((port) => ({ namespace, protocol, host, port }))),
    ),
  );
}

function undeclared(known: ReadonlySet<number>): number {
  let port = 9000;
  while (known.has(port)) port += 1;
  return port;
}
