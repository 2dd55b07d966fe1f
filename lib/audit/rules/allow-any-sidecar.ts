import { SHARED_CHECKS } from '../../input/shared-checks';
import { nameOf } from '../manifest/manifest';
import { few } from '../model/sentence';
import { Rule } from './rule';
import { confinementsOf } from './shared/lockdowns';

/** A Sidecar that sends unknown hosts out, where no network policy stops them. */
export const ALLOW_ANY_SIDECAR: Rule = {
  code: 'EGR1305',
  level: 'error',
  title: SHARED_CHECKS.EGR1305,
  effect:
    'Sidecars with `ALLOW_ANY` send requests for hosts that they do not import directly, also under `REGISTRY_ONLY` of the mesh.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy'],
  check: (mesh) => {
    const open = new Set(confinementsOf(mesh).flatMap(({ isOpen, client }) => (isOpen ? [client.namespace] : [])));
    return mesh.sidecars.flatMap(({ manifest, namespace, spec }) => {
      const { mode, egressProxy } = spec.outboundTrafficPolicy ?? {};
      const namespaces = namespace === mesh.rootNamespace ? [...open] : [namespace].filter((each) => open.has(each));
      if (mode !== 'ALLOW_ANY' || egressProxy !== undefined || namespaces.length === 0) return [];
      return [
        {
          manifest,
          path: ['spec', 'outboundTrafficPolicy', 'mode'],
          message: `${nameOf(manifest)} has mode ALLOW_ANY, and no network policy stops direct connections of ${few(namespaces)}`,
          fix: 'write mode: REGISTRY_ONLY in spec.outboundTrafficPolicy, or lock the namespace down with a NetworkPolicy',
        },
      ];
    });
  },
};
