/** Manifests as in Istio's task about egress gateways: a ServiceEntry, a Gateway, a DestinationRule and a VirtualService for each host. */
import { hosts, numbered } from './shapes';

const GATEWAY = { namespace: 'istio-system', host: 'istio-egressgateway.istio-system.svc.cluster.local' };
const SELECTOR = { istio: 'egressgateway' };
const NETWORKING = 'networking.istio.io/v1';
const SECURITY = 'security.istio.io/v1';

/** Returns the manifests of a platform and of its teams, by the name of a file. Each team may leave to its own hosts. */
export function handWritten(size: number): ReadonlyMap<string, readonly object[]> {
  const teams = numbered('team', 100);
  const deny = object(SECURITY, 'AuthorizationPolicy', 'deny', GATEWAY.namespace, {
    selector: { matchLabels: SELECTOR },
  });
  const all = hosts(size);
  const files = teams.map((team, number): [string, object[]] => {
    const own = all.filter((_, index) => index % teams.length === number);
    return [team, [lockdownOf(team), accessOf(team, own), ...own.flatMap((host) => objectsOf(team, host))]];
  });
  return new Map([['platform', [deny]], ...files]);
}

function object(apiVersion: string, kind: string, name: string, namespace: string, spec: object): object {
  // A value that an object has twice would be an anchor and an alias of YAML.
  return { apiVersion, kind, metadata: { name, namespace }, spec: JSON.parse(JSON.stringify(spec)) as object };
}

function lockdownOf(team: string): object {
  const pods = (namespace: string, labels: object): object => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  });
  const ports = (protocol: string, ...numbers: readonly number[]): object[] =>
    numbers.map((port) => ({ protocol, port }));
  const egress = [
    { to: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: [...ports('UDP', 53), ...ports('TCP', 53)] },
    { to: [pods('istio-system', { app: 'istiod' })], ports: ports('TCP', 15012) },
    { to: [pods(GATEWAY.namespace, SELECTOR)], ports: ports('TCP', 8443) },
  ];
  return object('networking.k8s.io/v1', 'NetworkPolicy', 'egress', team, {
    podSelector: {},
    policyTypes: ['Egress'],
    egress,
  });
}

function accessOf(team: string, own: readonly string[]): object {
  return object(SECURITY, 'AuthorizationPolicy', team, GATEWAY.namespace, {
    selector: { matchLabels: SELECTOR },
    rules: [{ from: [{ source: { namespaces: [team] } }], when: [{ key: 'connection.sni', values: own }] }],
  });
}

function objectsOf(team: string, host: string): object[] {
  const name = host.replaceAll('.', '-');
  const gateway = `${GATEWAY.namespace}/${name}`;
  const port = { number: 443 };
  const server = { port: { ...port, name: 'tls', protocol: 'TLS' }, hosts: [host], tls: { mode: 'ISTIO_MUTUAL' } };
  const tls = { mode: 'ISTIO_MUTUAL', sni: host };
  return [
    object(NETWORKING, 'ServiceEntry', name, team, {
      hosts: [host],
      ports: [{ ...port, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    }),
    object(NETWORKING, 'Gateway', name, GATEWAY.namespace, { selector: SELECTOR, servers: [server] }),
    object(NETWORKING, 'DestinationRule', name, GATEWAY.namespace, {
      host: GATEWAY.host,
      subsets: [{ name, trafficPolicy: { portLevelSettings: [{ port, tls }] } }],
    }),
    object(NETWORKING, 'VirtualService', name, team, {
      hosts: [host],
      gateways: ['mesh', gateway],
      tls: [
        {
          match: [{ gateways: ['mesh'], port: 443, sniHosts: [host] }],
          route: [{ destination: { host: GATEWAY.host, subset: name, port } }],
        },
      ],
      tcp: [{ match: [{ gateways: [gateway], port: 443 }], route: [{ destination: { host, port } }] }],
    }),
  ];
}
