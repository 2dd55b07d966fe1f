import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';
import { egressPods } from './shared/egress-pods';
import { mutualTlsIn, verifiesCallers } from './shared/mesh-mtls';

/** A server of an egress gateway that does not authenticate its callers. */
export const OPEN_GATEWAY_PORT: Rule = {
  code: 'EGR3201',
  level: 'warning',
  title: 'A port of an egress gateway accepts callers without an identity.',
  effect:
    'Every pod that reaches the port can use the gateway, also a pod without a sidecar, and the gateway cannot distinguish its callers. ' +
    'The gateway receives the identity of a caller only in a certificate that the gateway verifies: `tls.mode: ISTIO_MUTUAL` is mesh ' +
    'mTLS, and `MUTUAL` is for certificates of another authority.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode'],
  check: (mesh) => {
    const gateways = new Set(egressPods(mesh).flatMap((pods) => pods.gateways));
    return [...gateways].flatMap(({ manifest, spec }) =>
      (spec.servers ?? []).flatMap(({ port, tls, hosts, bind = '' }, index) => {
        if (verifiesCallers(tls?.mode) || bind.startsWith('127.')) return [];
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
