/**
 * The goal of this module is to give the tests of the validator one valid manifest of each kind, and a short way to
 * break it: `changed(serviceEntry, 'spec.ports.0.number', 0)`.
 */

/** A manifest that a test may break. */
export interface Sample {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

const ISTIO = 'networking.istio.io/v1';

export const serviceEntry: Sample = {
  apiVersion: ISTIO,
  kind: 'ServiceEntry',
  metadata: { name: 'cnn', namespace: 'default', labels: { 'app.kubernetes.io/name': 'cnn' } },
  spec: {
    hosts: ['edition.cnn.com'],
    location: 'MESH_EXTERNAL',
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
    resolution: 'DNS',
  },
};

export const gateway: Sample = {
  apiVersion: ISTIO,
  kind: 'Gateway',
  metadata: { name: 'egress-gw', namespace: 'istio-system' },
  spec: {
    selector: { istio: 'egressgateway' },
    servers: [
      {
        port: { number: 443, name: 'tls-edition-cnn-com', protocol: 'TLS' },
        hosts: ['default/edition.cnn.com'],
        tls: { mode: 'ISTIO_MUTUAL' },
      },
    ],
  },
};

export const destinationRule: Sample = {
  apiVersion: ISTIO,
  kind: 'DestinationRule',
  metadata: { name: 'egress-dr', namespace: 'istio-system' },
  spec: {
    host: 'istio-egressgateway.istio-system.svc.cluster.local',
    trafficPolicy: {
      connectionPool: { tcp: { connectTimeout: '10s' } },
      outlierDetection: { baseEjectionTime: '1m30s', consecutive5xxErrors: null },
    },
    subsets: [
      {
        name: 'edition-cnn-com',
        trafficPolicy: {
          loadBalancer: { simple: 'ROUND_ROBIN' },
          portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: 'edition.cnn.com' } }],
        },
      },
    ],
  },
};

export const virtualService: Sample = {
  apiVersion: ISTIO,
  kind: 'VirtualService',
  metadata: { name: 'egress-edition-cnn-com', namespace: 'default' },
  spec: {
    hosts: ['edition.cnn.com'],
    gateways: ['mesh', 'istio-system/egress-gw'],
    http: [
      {
        match: [{ gateways: ['mesh'], port: 80, uri: { prefix: '/' } }],
        timeout: '5s',
        route: [{ destination: { host: 'egress.istio-system.svc.cluster.local', port: { number: 80 } }, weight: 100 }],
      },
    ],
    tls: [
      {
        match: [{ gateways: ['mesh'], port: 443, sniHosts: ['edition.cnn.com'] }],
        route: [{ destination: { host: 'egress.istio-system.svc.cluster.local', port: { number: 443 } } }],
      },
    ],
  },
};

export const networkPolicy: Sample = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'egress-lockdown', namespace: 'test-egress' },
  spec: {
    podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['debug'] }] },
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
          { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 'dns-tcp' },
          { protocol: 'TCP', port: 8000, endPort: 9000 },
        ],
      },
    ],
  },
};

export const namespace: Sample = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'istio-egress', labels: { 'istio-injection': 'enabled' }, annotations: { 'a.io/B': 'x y\n' } },
};

export const serviceAccount: Sample = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'egress', namespace: 'istio-egress' },
};

export const service: Sample = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  spec: {
    type: 'ClusterIP',
    selector: { istio: 'egress' },
    ports: [{ name: 'tls', port: 443, targetPort: 8443, protocol: 'TCP' }],
  },
};

export const deployment: Sample = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  spec: {
    selector: { matchLabels: { istio: 'egress' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } },
    template: {
      metadata: { labels: { istio: 'egress' }, annotations: { 'inject.istio.io/templates': 'gateway' } },
      spec: {
        containers: [
          {
            name: 'istio-proxy',
            image: 'auto',
            ports: [{ containerPort: 8443, name: 'tls', protocol: 'TCP' }],
            resources: { requests: { cpu: '100m', memory: 134217728 } },
          },
        ],
      },
    },
  },
};

export const podDisruptionBudget: Sample = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  spec: { minAvailable: '50%', selector: { matchLabels: { istio: 'egress' } } },
};

export const horizontalPodAutoscaler: Sample = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'egress' },
    minReplicas: 2,
    maxReplicas: 5,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
  },
};

/** One valid manifest of each kind that the validator knows. */
export const samples: readonly Sample[] = [
  serviceEntry,
  gateway,
  destinationRule,
  virtualService,
  networkPolicy,
  namespace,
  serviceAccount,
  service,
  deployment,
  podDisruptionBudget,
  horizontalPodAutoscaler,
];

/** A copy of the sample with the value at a dotted path set, or removed when it is undefined. */
export function changed(sample: Sample, path: string, value: unknown): Sample {
  const copy = structuredClone(sample);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let place = copy as unknown as Record<string, unknown>;
  for (const step of steps) place = (place[step] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}
