import { formatMistakes } from '../../../../lib/audit/manifest/formats';

const said = (kind: string, spec: object): readonly (readonly [string, string])[] =>
  formatMistakes(kind, spec).map(({ message, fix }) => [message, fix]);

const ROUTED = 'a DNS name, a wildcard such as *.example.com, or an IP address';
const HOST = 'a DNS name, or a wildcard such as *.example.com';

test.each<[string, object, string, string]>([
  [
    'ServiceEntry',
    { hosts: ['https://a.com/x'] },
    `spec.hosts[0] must be ${HOST}: got "https://a.com/x"`,
    'write a.com',
  ],
  ['ServiceEntry', { hosts: ['a.com', 'b.*.com'] }, `spec.hosts[1] must be ${HOST}: got "b.*.com"`, `write ${HOST}`],
  // The hosts of a ServiceEntry are not those of a Gateway (pkg/config/validation ValidateServiceEntry, and a CEL rule of the CRD).
  ['ServiceEntry', { hosts: ['*'] }, `spec.hosts[0] must be ${HOST}: got "*"`, `write ${HOST}`],
  ['ServiceEntry', { hosts: ['a.com:443'] }, `spec.hosts[0] must be ${HOST}: got "a.com:443"`, `write ${HOST}`],
  [
    'ServiceEntry',
    { addresses: ['10.0.0.0/33'] },
    'spec.addresses[0] must be an IP address, or a range such as 203.0.113.0/24: got "10.0.0.0/33"',
    'write an IP address, or a range such as 203.0.113.0/24',
  ],
  [
    'ServiceEntry',
    { ports: [{ number: 70000 }] },
    'spec.ports[0].number must be a port from 1 to 65535: got 70000',
    'write a port from 1 to 65535',
  ],
  [
    'Gateway',
    { servers: [{ port: { protocol: 'HTPPS' } }] },
    'spec.servers[0].port.protocol must be one of HTTP, HTTPS, HTTP2, HTTP_PROXY, GRPC, GRPC-WEB, TCP, TLS, UDP, MONGO, REDIS, MYSQL, HBONE, DOUBLE_HBONE: got "HTPPS"',
    'write HTTPS',
  ],
  [
    'VirtualService',
    { hosts: ['api.a.com', '*.b.com'], tls: [{ match: [{ sniHosts: ['10.0.0.1', 'x.b.com', 'apj.a.com'] }] }] },
    'spec.tls[0].match[0].sniHosts[2] must be a name that spec.hosts covers: api.a.com, *.b.com: got "apj.a.com"',
    'write api.a.com',
  ],
  [
    'VirtualService',
    { hosts: ['api.a.com'], tls: [{ match: [{ sniHosts: ['*.a.com'] }] }] },
    'spec.tls[0].match[0].sniHosts[0] must be a name that spec.hosts covers: api.a.com: got "*.a.com"',
    'write a name that spec.hosts covers: api.a.com',
  ],
  [
    'VirtualService',
    { hosts: ['a.com'], tls: [{ route: [{ destination: { host: '{{ .Values.gateway }}' } }] }] },
    `spec.tls[0].route[0].destination.host must be ${HOST}: got "{{ .Values.gateway }}"`,
    'write "helm template CHART > manifests.yaml", and audit manifests.yaml',
  ],
  [
    'ServiceEntry',
    { addresses: ['010.0.0.1'] },
    'spec.addresses[0] must be an IP address, or a range such as 203.0.113.0/24: got "010.0.0.1"',
    'write an IP address, or a range such as 203.0.113.0/24',
  ],
  [
    'VirtualService',
    { hosts: ['https://a.com'] },
    `spec.hosts[0] must be ${ROUTED}: got "https://a.com"`,
    'write a.com',
  ],
  ['DestinationRule', { host: 'a.com:443' }, `spec.host must be ${ROUTED}: got "a.com:443"`, `write ${ROUTED}`],
  [
    'Gateway',
    { servers: [{ hosts: ['a/b/c.com'] }] },
    'spec.servers[0].hosts[0] must be a DNS name, a wildcard such as *.example.com, or NAMESPACE/HOST: got "a/b/c.com"',
    'write a DNS name, a wildcard such as *.example.com, or NAMESPACE/HOST',
  ],
  [
    'NetworkPolicy',
    { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.1' } }] }] },
    'spec.egress[0].to[0].ipBlock.cidr must be a range of addresses such as 203.0.113.0/24: got "10.0.0.1"',
    'write 10.0.0.1/32',
  ],
  [
    'NetworkPolicy',
    { egress: [{ ports: [{ port: '8443' }] }] },
    'spec.egress[0].ports[0].port must be a port from 1 to 65535, or a name with a letter: got "8443"',
    'write 8443',
  ],
])('%s %j', (kind, spec, message, fix) => {
  expect(said(kind, spec)).toEqual([[message, fix]]);
});

test.each<[string, object]>([
  ['ServiceEntry', { hosts: ['a.com', '*.a.com', 'in_docker'], addresses: ['10.0.0.1', '2001:db8::/32'] }],
  ['ServiceEntry', { ports: [{ number: 443, protocol: 'grpc-web' }, { number: 80, protocol: '' }, { number: 1 }] }],
  ['VirtualService', { hosts: ['*', 'reviews', '2001:db8::1'], tcp: [{ route: [{ destination: { host: 'a.b' } }] }] }],
  ['DestinationRule', { host: '*.svc.cluster.local' }],
  ['Gateway', { servers: [{ hosts: ['*', './a.com', '*/*.a.com', 'team-1/a.com'] }] }],
  ['NetworkPolicy', { egress: [{ to: [{ ipBlock: { cidr: '010.0.0.0/08' } }] }] }],
  ['NetworkPolicy', { egress: [{ to: [{ ipBlock: { cidr: '::/0' } }], ports: [{ port: 'https' }, { port: 443 }] }] }],
])('%s %j is accepted', (kind, spec) => {
  expect(said(kind, spec)).toEqual([]);
});
