import { nameOf } from '../manifest/manifest';
import { Server } from '../model/specs';
import { Rule } from './rule';
import { egressPods } from './shared/egress-pods';

/** A server of an egress gateway that does not authenticate its callers. */
export const OPEN_GATEWAY_PORT: Rule = {
  code: 'EGR3201',
  level: 'warning',
  title: 'A port of an egress gateway accepts callers without an identity.',
  why:
    'Every pod that reaches the port can use the gateway, also a pod without a sidecar, and the gateway cannot distinguish its callers. ' +
    'The gateway receives the identity of a caller only in mesh mTLS that the gateway ends: `tls.mode: ISTIO_MUTUAL` ' +
    '([ServerTLSSettings](https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode)).',
  check: (mesh) => {
    const gateways = new Set(egressPods(mesh).flatMap((pods) => pods.gateways));
    return [...gateways].flatMap(({ manifest, spec }) =>
      (spec.servers ?? []).flatMap(({ port, tls, hosts, bind = '' }, index) => {
        if (isMutual(tls?.mode) || bind.startsWith('127.')) return [];
        const mode = tls ? `tls.mode ${tls.mode ?? 'PASSTHROUGH'}` : 'no tls';
        return [
          {
            manifest,
            path: ['spec', 'servers', index],
            message: `${nameOf(manifest)} has port ${port.number} (${port.protocol}) with ${mode}, so the gateway accepts every caller that reaches the port`,
            fix: mutualTlsIn({ port, tls, hosts }, `spec.servers[${index}]`),
          },
        ];
      }),
    );
  },
};

/**
 * Returns the instruction by which a server authenticates its callers.
 *
 * @param place the path of the server
 */
export function mutualTlsIn({ port, tls, hosts }: Server, place: string): string {
  const protocol = port.protocol.toUpperCase() === 'TCP' || tls ? 'TLS' : 'HTTPS';
  const passes = tls !== undefined && (tls.mode ?? 'PASSTHROUGH') === 'PASSTHROUGH';
  const rules = passes ? ', and the rules of the gateway in spec.tcp in place of spec.tls' : '';
  return `write protocol: ${protocol} and tls: {mode: ISTIO_MUTUAL} in ${place}${passes ? ',' : ', and'} ${clientTls(hosts ?? [])} in the DestinationRule of the Service of the gateway, in the namespace of the Service${rules}`;
}

/** A server with mesh mTLS accepts only connections whose SNI is one of its hosts. Istio's own SNI is none of them. */
function clientTls(hosts: readonly string[]): string {
  const names = [...new Set(hosts.map((host) => host.slice(host.indexOf('/') + 1)))];
  const [name = '*'] = names;
  if (names.includes('*') || names.length === 0) return 'tls: {mode: ISTIO_MUTUAL}';
  if (names.length === 1 && !name.startsWith('*')) return `tls: {mode: ISTIO_MUTUAL, sni: ${name}}`;
  return `a subset with tls: {mode: ISTIO_MUTUAL, sni: HOST} for each host`;
}

/** Returns whether a server verifies certificates of callers. */
export function isMutual(mode: string | undefined): boolean {
  return mode === 'ISTIO_MUTUAL' || mode === 'MUTUAL';
}
