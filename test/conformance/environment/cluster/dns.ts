/** The configuration of the cluster's DNS: the cluster's Services, and the names outside. */
import { ANY_OTHER_HOST, CHANGING_HOST, CHANGING_SERVICE, NAMES_INSIDE, OUTSIDE_HOSTS } from '../outside/hosts';
import { KUBECONFIG } from './api';

/** CoreDNS's Corefile. A name outside that no host has resolves too, to an address where the same server answers. */
export function corefile(): string {
  const known = Object.entries({ ...OUTSIDE_HOSTS, ...NAMES_INSIDE }).map(([host, addresses]) =>
    answer(`^${host.replace(/\./g, '[.]')}[.]$`, ...[addresses].flat()),
  );
  const services = `kubernetes cluster.local {
        kubeconfig ${KUBECONFIG} conformance
        ttl 1
    }`;
  return `cluster.local:53 {
    errors
    ${services}
}
${CHANGING_HOST}:53 {
    errors
    rewrite name exact ${CHANGING_HOST} ${CHANGING_SERVICE} answer auto
    ${services}
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

function answer(pattern: string, ...addresses: readonly string[]): string {
  const lines = addresses.map((address) => `        answer "{{ .Name }} 30 IN A ${address}"\n`);
  return `    template IN A {
        match "${pattern}"
${lines.join('')}        fallthrough
    }
`;
}

/** The ConfigMap that the DNS pods mount. */
export function dnsConfig(): object {
  const metadata = { name: 'coredns', namespace: 'kube-system' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile() } };
}
