/**
 * The ways of the hosts that the programs of the examples declare.
 */
import { Evidence } from '../../lib/audit/manifest/evidence';
import { readMesh } from '../../lib/audit/model/mesh';
import { protocolsAt } from '../../lib/audit/way/port-kinds';
import { wayOf } from '../../lib/audit/way/way';
import { objectsOf, PROGRAMS } from '../support/examples';
import { INSTALLED } from '../support/gateways';
import { Request, Way } from '../../lib/audit/way/types';

const meshOf = (program: string) => readMesh(objectsOf(program), { gatewayServices: [INSTALLED] });

/** Reads `default edition.cnn.com:443 tls`. */
function requestOf(text: string): Request {
  const [clientNamespace = '', place = '', protocol] = text.split(' ');
  const [host = '', port] = place.split(':');
  return { clientNamespace, host, port: Number(port), protocol: protocol as Request['protocol'] };
}

test.each<[program: string, request: string, outcome: string]>([
  ['ten-lines/main', 'default edition.cnn.com:443 tls', 'gateway edition.cnn.com:443'],
  ['istio-task/main', 'default edition.cnn.com:80 http', 'gateway edition.cnn.com:80'],
  ['istio-task/http', 'default edition.cnn.com:443 tls', 'direct edition.cnn.com:443'],
  ['own-gateway/main', 'default private.example.org:80 http', 'gateway private.example.org:443'],
  ['who-may-leave/narrowed', 'test-egress www.example.com:443 tls', 'gateway www.example.com:443'],
  ['who-may-leave/narrowed', 'default www.example.com:443 tls', 'unknown PassthroughCluster'],
  ['tls-origination/main', 'default www.example.com:80 http', 'gateway www.example.com:9443'],
  ['telemetry/main', 'default www.example.com:443 tls', 'unknown BlackHoleCluster'],
  ['production/main', 'test-egress private.example.org:80 http', 'gateway private.example.org:9443'],
  ['tcp/main', 'default 203.0.113.15:5432 tcp', 'gateway db.example.org:5432'],
  ['tcp/main', 'default db.example.org:5432 tcp', 'gateway db.example.org:5432'],
  ['wildcards/main', 'default de.wikipedia.org:443 tls', 'gateway www.wikipedia.org:443'],
  ['wildcards/main', 'default m.de.wikipedia.org:443 tls', 'gateway m.de.wikipedia.org:443'],
  ['wildcards/main', 'default a.example.net:80 http', 'gateway a.example.net:80'],
  ['any-name/main', 'default a.packages.example.com:443 tls', 'gateway a.packages.example.com:443'],
  ['any-name/main', 'test-egress a.packages.example.com:443 tls', 'unknown BlackHoleCluster'],
  ['several-ports/main', 'default kafka.example.org:8082 http', 'gateway kafka.example.org:8443'],
  ['several-ports/main', 'default 203.0.113.32:22 tcp', 'gateway github.com:22'],
  ['credential/main', 'default edition.cnn.com:80 http', 'gateway edition.cnn.com:443'],
  ['addresses/main', 'default 203.0.113.201:8443 tcp', 'gateway 203.0.113.201:8443'],
  ['addresses/main', 'test-egress 203.0.113.201:80 http', 'gateway 203.0.113.201:443'],
  ['addresses/main', 'test-egress firewall.corp.internal:80 http', 'gateway 203.0.113.201:443'],
  ['protocols/main', 'default grpc.example.org:50051 http', 'gateway grpc.example.org:50051'],
  ['company-proxy/main', 'default smtp.example.org:587 tcp', 'gateway smtp.example.org:587'],
  ['company-proxy/main', 'default api.example.org:80 http', 'gateway api.example.org:443'],
  // The gateway connects to the address that the caller dialled, except to the single address of another host.
  ['ranges/main', 'test-egress 203.0.113.65:22 tcp', 'gateway 203.0.113.65:22'],
  ['ranges/main', 'default 203.0.113.66:22 tcp', 'gateway archive.example.org:22'],
  ['ranges/main', 'default 203.0.113.80:22 tcp', 'unknown PassthroughCluster'],
  ['object-store/main', 'test-egress a.s3.example.com:443 tls', 'direct a.s3.example.com:443'],
  ['object-store/main', 'test-egress www.example.com:443 tls', 'gateway www.example.com:443'],
  // The namespace has no host of its own: its sidecars send all that is unknown to the gateway, which knows who may have what.
  ['strict/main', 'test-egress www.example.com:443 tls', 'gateway www.example.com:443'],
  ['strict/main', 'default api.example.org:443 tls', 'gateway api.example.org:443'],
  ['strict/main', 'test-egress api.example.org:443 tls', 'broken filter_chain_not_found'],
  ['strict/main', 'test-egress nobody.example.org:443 tls', 'broken filter_chain_not_found'],
  ['regions/main', 'default de.wikipedia.org:443 tls', 'gateway www.wikipedia.org:443'],
  ['regions/main', 'test-egress fr.wikipedia.org:443 tls', 'gateway de.wikipedia.org:443'],
  ['resilience/main', 'default edition.cnn.com:443 tls', 'gateway east.example.com:443'],
  ['shared-gateway/team', 'test-egress edition.cnn.com:443 tls', 'gateway edition.cnn.com:443'],
])('%s: %s is %s', (program, request, outcome) => {
  expect(shortOf(wayOf(meshOf(program), requestOf(request)))).toBe(outcome);
});

function shortOf(found: Way): string {
  switch (found.kind) {
    case 'gateway':
    case 'direct':
      return `${found.kind} ${found.destination.host}:${found.destination.port}`;
    case 'unknown':
      return `unknown ${found.cluster}`;
    case 'broken':
      return `broken ${found.reason.split(':')[0]}`;
    case 'inside':
    case 'unevaluated':
      return found.kind;
  }
}

interface Declared {
  readonly hosts?: readonly string[];
  readonly ports?: readonly { readonly number: number; readonly protocol: string }[];
}

/** Each declared host and port, from each namespace that has an object and from one that has none. */
function requestsOf(program: string): Request[] {
  const objects = objectsOf(program);
  const namespaces = new Set([...objects.map(({ metadata }) => metadata.namespace ?? 'default'), 'future']);
  return objects.flatMap(({ kind, spec }) => {
    const { hosts = [], ports = [] } = kind === 'ServiceEntry' ? (spec as Declared) : {};
    return hosts.flatMap((host) =>
      ports.flatMap((declared) =>
        protocolsAt(declared.protocol).flatMap((protocol) => {
          const request = { host, port: declared.number, protocol };
          return [...namespaces].map((clientNamespace) => ({ clientNamespace, ...request }));
        }),
      ),
    );
  });
}

describe.each(PROGRAMS)('examples/%s', (program) => {
  it('has no object that the reader does not understand, and evidence with the path of a value', () => {
    const mesh = meshOf(program);
    const ways = requestsOf(program).map((request) => wayOf(mesh, request));
    expect(ways.flatMap(({ doubts }) => doubts)).toEqual([]);
    const evidence = ways.flatMap(({ hops }) => hops.flatMap(({ decidedBy = [] }) => decidedBy));
    expect(evidence.length).toBeGreaterThan(0);
    expect(evidence.filter((each) => valueOf(each) === undefined)).toEqual([]);
  });
});

function valueOf({ manifest, path = [] }: Evidence): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], manifest);
}
