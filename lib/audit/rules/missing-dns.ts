import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';
import { isDnsPort } from './shared/dns-ports';
import { namesPort } from './shared/egress-rules';
import { confinedClients, mayOpen, podsText } from './shared/lockdowns';

/** A lockdown that leaves DNS out. */
export const MISSING_DNS: Rule = {
  code: 'EGR3305',
  level: 'error',
  title: 'A lockdown leaves DNS out.',
  why:
    'Names do not resolve, so that applications cannot connect, and the sidecar does not find istiod. The pods need the DNS pods of the cluster, on UDP and TCP port 53 ' +
    '([DNS for Services and Pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)).',
  check: (mesh) =>
    confinedClients(mesh).flatMap((confinement) => {
      const dns = { kind: 'pod', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;
      // DNS pods with other labels, and a cache on the node, have rules for port 53.
      const isOpen = mayOpen(mesh, confinement, dns, { port: 53, protocol: 'UDP' });
      if (isOpen || namesPort(mesh, confinement.client, isDnsPort)) return [];
      const { manifest } = confinement.policy;
      return [
        {
          manifest,
          message: `${nameOf(manifest)} does not let ${podsText(confinement)} connect to port 53 of the DNS pods`,
          fix: 'add {to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]} to spec.egress',
        },
      ];
    }),
};
