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
  /** What a kind has in place of a spec. */
  readonly [field: string]: unknown;
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

export const sidecar: Sample = {
  apiVersion: ISTIO,
  kind: 'Sidecar',
  metadata: { name: 'default', namespace: 'default' },
  spec: {
    workloadSelector: { labels: { app: 'curl' } },
    ingress: [
      {
        port: { number: 9443, name: 'https', protocol: 'HTTPS' },
        defaultEndpoint: '127.0.0.1:8080',
        tls: { mode: 'SIMPLE', credentialName: 'curl-tls' },
        connectionPool: { http: { idleTimeout: '30s' } },
      },
    ],
    egress: [{ hosts: ['./*', 'istio-system/*'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  },
};

export const envoyFilter: Sample = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'egress-tls', namespace: 'istio-egress' },
  spec: {
    workloadSelector: { labels: { istio: 'egress' } },
    configPatches: [
      {
        applyTo: 'CLUSTER',
        match: { context: 'GATEWAY', cluster: { service: 'edition.cnn.com', portNumber: 443 } },
        patch: { operation: 'MERGE', value: { transport_socket: { name: 'envoy.transport_sockets.tls' } } },
      },
    ],
  },
};

export const authorizationPolicy: Sample = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'egress-edition-cnn-com', namespace: 'istio-egress' },
  spec: {
    selector: { matchLabels: { istio: 'egress' } },
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/default/sa/curl'] } }],
        to: [{ operation: { hosts: ['edition.cnn.com'], methods: ['GET'], paths: ['/politics*'] } }],
        when: [{ key: 'connection.sni', values: ['edition.cnn.com'] }],
      },
    ],
  },
};

export const telemetry: Sample = {
  apiVersion: 'telemetry.istio.io/v1',
  kind: 'Telemetry',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  spec: {
    selector: { matchLabels: { istio: 'egress' } },
    accessLogging: [
      {
        match: { mode: 'SERVER' },
        providers: [{ name: 'envoy' }],
        filter: { expression: 'response.code >= 400' },
        disabled: null,
      },
    ],
    metrics: [
      {
        reportingInterval: '5s',
        overrides: [
          {
            match: { metric: 'REQUEST_COUNT', mode: 'CLIENT' },
            tagOverrides: { host: { operation: 'UPSERT', value: 'request.host' }, source_app: { operation: 'REMOVE' } },
          },
        ],
      },
    ],
    tracing: [{ randomSamplingPercentage: 0.5, customTags: { team: { literal: { value: 'news' } } } }],
  },
};

export const clusterNetworkPolicy: Sample = {
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'egress-lockdown' },
  spec: {
    tier: 'Admin',
    priority: 100,
    subject: { namespaces: {} },
    egress: [
      {
        action: 'Pass',
        to: [{ networks: ['10.0.0.0/8'] }],
        protocols: [{ tcp: { destinationPort: { number: 443 } } }],
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

export const role: Sample = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
};

export const roleBinding: Sample = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'egress', namespace: 'istio-egress' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'egress' },
  subjects: [{ kind: 'ServiceAccount', name: 'egress', namespace: 'istio-egress' }],
};

/** One valid manifest of each kind that the validator knows. */
export const validatingAdmissionPolicy: Sample = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'egress-workloads.egress.istio-egress' },
  spec: {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['*'], operations: ['CREATE'], resources: ['pods'] }],
    },
    validations: [{ expression: '!has(object.spec.hostNetwork)', message: 'no', reason: 'Forbidden' }],
  },
};

export const validatingAdmissionPolicyBinding: Sample = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'egress-workloads.egress.istio-egress' },
  spec: {
    policyName: 'egress-workloads.egress.istio-egress',
    validationActions: ['Deny'],
    matchResources: {
      namespaceSelector: {
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['payments'] }],
      },
    },
  },
};

export const samples: readonly Sample[] = [
  serviceEntry,
  gateway,
  destinationRule,
  virtualService,
  sidecar,
  envoyFilter,
  authorizationPolicy,
  telemetry,
  networkPolicy,
  clusterNetworkPolicy,
  namespace,
  serviceAccount,
  service,
  deployment,
  podDisruptionBudget,
  horizontalPodAutoscaler,
  role,
  roleBinding,
  validatingAdmissionPolicy,
  validatingAdmissionPolicyBinding,
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
