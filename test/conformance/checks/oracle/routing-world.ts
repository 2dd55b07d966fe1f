/** A drawn app as `routing-simulation` reads it: its objects, the gateway that they are for, and requests. */
import { stringify } from 'yaml';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { OutboundPolicy, RoutedRequest } from './reference-routing';

/** What is simulated: manifests of an app, and what its cluster must have besides. */
export interface SimulatedApp {
  readonly manifests: readonly Manifest[];
  readonly context: readonly object[];
}

/** The gateway's Pod in the context; its Service has the same name. */
interface Labelled {
  readonly labels?: Readonly<Record<string, string>>;
}

const SERVICE_ADDRESS = '10.96.7.1';
const POD_ADDRESS = '10.244.7.1';

export function worldOf(app: SimulatedApp, outboundTrafficPolicy: OutboundPolicy, asked: readonly RoutedRequest[]) {
  const context = app.context as readonly Manifest[];
  return {
    objects: documents(app.manifests.filter(({ apiVersion }) => apiVersion.includes('.istio.io/'))),
    kubernetes: documents(context.flatMap((object) => alive(object))),
    meshConfig: { outboundTrafficPolicy },
    gateways: context
      .filter(({ kind }) => kind === 'Pod')
      .map(({ metadata }) => ({
        namespace: metadata.namespace,
        labels: (metadata as Labelled).labels,
        service: metadata.name,
      })),
    requests: asked.map(({ namespace, ...request }, index) => ({
      id: String(index),
      client: { namespace, labels: { app: 'client' } },
      ...request,
    })),
  };
}

/** An object as the API server would have it by then. */
function alive(object: Manifest): object[] {
  const { kind, spec, metadata } = object;
  if (kind === 'Pod') {
    const status = { phase: 'Running', podIP: POD_ADDRESS, podIPs: [{ ip: POD_ADDRESS }] };
    return [{ ...object, status }];
  }
  if (kind !== 'Service') return [object];
  const { ports } = spec as { ports: { name: string; targetPort: number }[] };
  const slice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': metadata.name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [POD_ADDRESS], targetRef: { ...metadata, kind: 'Pod' } }],
    ports: ports.map(({ name, targetPort }) => ({ name, port: targetPort, protocol: 'TCP' })),
  };
  return [{ ...object, spec: { ...(spec as object), clusterIP: SERVICE_ADDRESS } }, slice];
}

function documents(objects: readonly object[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}
