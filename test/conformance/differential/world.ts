/** A set of manifests with its mesh, as `routing-simulation` reads it. */
import { stringify } from 'yaml';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { GatewayService } from '../../../lib/audit/model/settings';
import { namespaceOf } from '../mutation/mutant';
import { oncePerObject } from './once';
import { Simulated } from '../checks/oracle/routing-words';

/** A gateway Service. The names of its ports decide which listeners sidecars have. */
export interface NamedGateway extends GatewayService {
  readonly ports: readonly { readonly port: number; readonly targetPort: number; readonly name: string }[];
}

/** Manifests, and the mesh in which requests are followed. */
export interface AuditSet {
  /** The origin of the manifests, and what was changed in them. */
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** The gateways that the mesh has; those of the manifests included. */
  readonly gateways: readonly NamedGateway[];
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

/** The labels of the pods that send requests. */
export const CLIENT_LABELS = { app: 'client' };

/** One request of a pod with a sidecar. */
export interface AuditQuestion {
  readonly namespace: string;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly host: string;
  readonly port: number;
  /** The method and the path of an HTTP request. */
  readonly method?: string;
  readonly path?: string;
  /** The address to which the client resolves the host; one that no service has, when absent. */
  readonly address?: string;
}

/** The answer of `routing-simulation`. */
export interface SimulatedWorld {
  /** The ways of each request: several where weights or headers decide. */
  readonly results?: readonly (readonly Simulated[])[];
  /** Documents that istiod's validation refuses. */
  readonly refused?: readonly { readonly index: number; readonly reason: string }[];
  readonly error?: string;
}

/** Younger than the ServiceEntries of a set: the worst case, which the audit assumes, for ports without a protocol. */
const YOUNGEST = '2030-01-01T00:00:00Z';

/** A cluster has Services that speak HTTP on port 80, so that every sidecar has a listener there. */
const WEB = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'web', creationTimestamp: YOUNGEST },
  spec: { clusterIP: '10.96.8.1', selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};

export function isOfIstio({ apiVersion }: Manifest): boolean {
  return /^(networking|security|telemetry|extensions)\.istio\.io\//.test(apiVersion);
}

export function worldOf({ manifests, gateways, outboundTrafficPolicy }: AuditSet, asked: readonly AuditQuestion[]) {
  return {
    objects: documents(lastOfTwins(manifests.filter(isOfIstio))),
    kubernetes: documents([WEB, ...gateways.flatMap((gateway, index) => objectsOf(gateway, index + 1))]),
    meshConfig: { outboundTrafficPolicy },
    gateways: gateways.map(({ namespace, name, podLabels }) => ({ namespace, labels: podLabels, service: name })),
    requests: asked.map(({ namespace, ...request }, index) => ({
      id: String(index),
      client: { namespace, labels: CLIENT_LABELS },
      ...request,
    })),
  };
}

/** Of two manifests of one object the later one stays, as with `kubectl apply`. */
export function lastOfTwins(manifests: readonly Manifest[]): readonly Manifest[] {
  const keyOf = (manifest: Manifest): string =>
    [manifest.apiVersion.split('/')[0], manifest.kind, namespaceOf(manifest), manifest.metadata.name].join();
  const last = new Map(manifests.map((manifest) => [keyOf(manifest), manifest]));
  return manifests.filter((manifest) => last.get(keyOf(manifest)) === manifest);
}

/** The Service of a gateway with its pod, as the API server would have them. */
function objectsOf({ namespace, name, podLabels, ports }: NamedGateway, index: number): object[] {
  const address = `10.244.7.${index}`;
  const metadata = { name, namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, creationTimestamp: YOUNGEST },
      spec: { clusterIP: `10.96.7.${index}`, selector: podLabels, ports },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels: podLabels },
      spec: { containers: [{ name: 'istio-proxy', image: 'proxyv2' }] },
      status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], targetRef: { ...metadata, kind: 'Pod' } }],
      ports: ports.map(({ name: port, targetPort }) => ({ name: port, port: targetPort, protocol: 'TCP' })),
    },
  ];
}

/** The separator is what `routing-simulation` splits at, so that it counts the documents as they are counted here. */
function documents(objects: readonly object[]): string {
  return objects.map(textOf).join('---\n');
}

const textOf = oncePerObject((object: object) => stringify(object));
