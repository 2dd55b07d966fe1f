import { Evidence } from '../manifest/evidence';
import { MatchedRoute } from '../model/specs';
import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

export const RIVAL_SERVERS: Rule = {
  code: 'EGR3015',
  level: 'error',
  title: 'Two servers or two rules of a gateway exclude each other.',
  why:
    'Istio keeps the older of the two, or Envoy rejects the listener with every host of the port. Sources: ' +
    'https://istio.io/latest/docs/reference/config/analysis/ist0145/, and mergeGateways in pilot/pkg/model/gateway.go.',
  check: (mesh) =>
    failuresOf(mesh, /both route(?!.*IST0109)|plaintext and TLS on one port|is dropped|rejected by Envoy/)
      .filter(({ reason, place }) => !/ both route \S+$/.test(reason) || acceptsAll(place))
      .map((failure) => {
        const hit = hitOf(failure, 'write both hosts into one server, and both rules into one VirtualService');
        // The requests do not fail: the rules of the younger VirtualService have no effect.
        const message = hit.message.replace(' fail at ', ' use only the older rule at ');
        return failure.reason.includes('both route') ? { ...hit, message } : hit;
      }),
};

/** Istio appends `http` rules of a younger VirtualService to those of the older. The younger rules count unless an older rule accepts all requests. */
function acceptsAll({ manifest, path = [] }: Evidence): boolean {
  const [, block, index] = path;
  if (block !== 'http') return true;
  const { http } = manifest.spec as { readonly http?: readonly MatchedRoute[] };
  const predicates = (http?.[Number(index)]?.match ?? []).map((match) => Object.keys(match));
  return predicates.every((names) => names.every((name) => ['name', 'port', 'gateways'].includes(name)));
}
