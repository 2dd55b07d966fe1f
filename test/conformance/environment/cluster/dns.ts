/** The configuration of the cluster's DNS: the cluster's Services, and the names outside. */
import { ANY_OTHER_HOST, OUTSIDE_HOSTS } from '../outside/hosts';
import { KUBECONFIG } from './api';

/** CoreDNS's Corefile. A name outside that no host has resolves too, to an address where the same server answers. */
export function corefile(): string {
  const known = Object.entries(OUTSIDE_HOSTS).map(([host, address]) =>
    answer(`^${host.replace(/\./g, '[.]')}[.]$`, address),
  );
  return `cluster.local:53 {
    errors
    kubernetes {
        kubeconfig ${KUBECONFIG} conformance
        ttl 1
    }
}
.:53 {
    errors
    ready :8181
${[...known, answer('.*', ANY_OTHER_HOST)].join('')}    template IN ANY {
        rcode NOERROR
    }
}
`;
}

function answer(pattern: string, address: string): string {
  return `    template IN A {
        match "${pattern}"
        answer "{{ .Name }} 30 IN A ${address}"
        fallthrough
    }
`;
}

/** The ConfigMap that the DNS pods mount. */
export function dnsConfig(): object {
  const metadata = { name: 'coredns', namespace: 'kube-system' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile() } };
}
