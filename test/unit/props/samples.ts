/**
 * Every property of every exported props or options interface, as `Required<...>`, so that the compiler demands a value here and a
 * trace in a manifest for every new property.
 */
import { Chart } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressGatewayAttributes,
  EgressMetadata,
  EgressSource,
  ExportTo,
  GatewayDeploymentOptions,
  GatewayPodOptions,
  GatewayPort,
  GatewayPorts,
  GatewayPortsOptions,
  GatewayVolume,
  HttpCredential,
  IEgressGateway,
  TolerationOperator,
  WhenUnsatisfiable,
} from '../../../lib';
import { Manifest, ofKind } from '../help';

const port: Required<GatewayPort> = { port: 8000, targetPort: 9000 };
const ports: Required<GatewayPortsOptions> = {
  http: port,
  tls: { port: 8001, targetPort: 9001 },
  cidrs: { port: 8002, targetPort: 9002 },
};

export const metadata: Required<EgressMetadata> = { labels: { team: 'net' }, annotations: { note: 'x' } };
export const METADATA_TRACE = /"annotations":\{"note":"x"\},"labels":\{"team":"net"\}/;

export const podOptions: Required<GatewayPodOptions> = {
  nodeSelector: { role: 'egress-node' },
  tolerations: [{ key: 'egress-taint', operator: TolerationOperator.EXISTS }],
  affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: {} }] } },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE },
  ],
  resources: { requests: { cpu: '300m' } },
  minReplicas: 3,
  maxReplicas: 9,
};

export const deploymentOptions: Required<GatewayDeploymentOptions> = {
  ...podOptions,
  revision: '1-30',
  podLabels: { 'example.com/team': 'network' },
  podAnnotations: { 'example.com/owner': 'network' },
  env: { MINIMUM_DRAIN_DURATION: '7s' },
  volumes: [GatewayVolume.configMap('corporate-ca', '/mnt/ca')],
  imagePullSecrets: ['registry'],
  priorityClassName: 'egress-first',
  targetCpuUtilization: 55,
  createNamespace: true,
  readSecrets: true,
};

/** The options of a gateway that need mesh mTLS, which excludes `ClientTls.DISABLE`. */
export type CallerOptions = 'defaultDeny' | 'egressProxy' | 'credentials';

/** Every attribute except the caller options and the upstream proxy. */
export const attributes: Required<Omit<EgressGatewayAttributes, CallerOptions | 'upstreamProxy'>> = {
  namespace: 'istio-egress',
  selector: { istio: 'dedicated' },
  serviceName: 'egress',
  ports: GatewayPorts.of(ports),
  clientTls: ClientTls.DISABLE,
  metadata,
};

export const credential = HttpCredential.fromSecret({ secretName: 'api-token' });

/** The same gateway with mesh mTLS. */
export const mutual: EgressGatewayAttributes = {
  ...attributes,
  clientTls: ClientTls.ISTIO_MUTUAL,
  credentials: [credential],
};

/** Returns the gateway with mesh mTLS. */
export function gatewayIn(chart: Chart): IEgressGateway {
  return EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', mutual);
}

export const restricted = {
  allowFrom: [EgressSource.serviceAccount('payments', 'api')],
  exportTo: ExportTo.SOURCES,
};

export const restrictedTraces = {
  allowFrom: ['AuthorizationPolicy egress-allow', /"principals":\["cluster\.local\/ns\/payments\/sa\/api"\]/],
  exportTo: ['VirtualService', /"exportTo":\["istio-egress","payments"\]/],
} as const;

/** A text in the single manifest of a kind, or of a kind and the start of a name, for each property. */
export type Traces<T> = { readonly [K in keyof Required<T>]: readonly [kindAndName: string, trace: RegExp] };

export function expectTraces<T>(chart: Chart, traces: Traces<T>): void {
  for (const [kindAndName, trace] of Object.values<readonly [string, RegExp]>(traces)) {
    const [kind = '', start = ''] = kindAndName.split(' ');
    const named = ofKind(chart, kind).filter((manifest) => manifest.metadata.name.startsWith(start));
    expect(named).toHaveLength(1);
    expect(textOf(named[0] as Manifest)).toMatch(trace);
  }
}

export function textOf(manifest: Manifest): string {
  return JSON.stringify(manifest);
}
