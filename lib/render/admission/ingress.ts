import { and, every, not, whereSet } from './cel';
import { KindRule } from './kind-rule';

/**
 * Requires Services as backends of an Ingress. A backend is a Service of the Ingress's namespace, or any other resource, such as a
 * bucket outside the cluster (https://kubernetes.io/docs/concepts/services-networking/ingress/#resource-backend).
 */
export const INGRESS_RULE: KindRule = {
  group: 'networking.k8s.io',
  resources: ['ingresses'],
  sound: (spec) =>
    and(
      whereSet(spec, 'defaultBackend', isService),
      every(spec, 'rules', 'rule', every('rule', 'http.paths', 'path', isService('path.backend'))),
    ),
  message: 'backends of an Ingress must be Services; allowed: service, not resource',
  mendable: true,
};

function isService(backend: string): string {
  return not(`has(${backend}.resource)`);
}
