/** What runs in the cluster: who calls, and who is called inside it. A case names a pod `namespace/app`. */

interface Workload {
  readonly namespace: string;
  readonly app: string;
  readonly sidecar: boolean;
  /** Its service account; the namespace's own without it. */
  readonly account?: string;
  /** Ports on which it answers what it saw of a request. */
  readonly ports?: readonly number[];
}

const WORKLOADS: readonly Workload[] = [
  { namespace: 'default', app: 'curl', sidecar: true },
  { namespace: 'default', app: 'reports', sidecar: true, account: 'reports' },
  { namespace: 'default', app: 'plain', sidecar: false },
  { namespace: 'test-egress', app: 'curl', sidecar: true },
  { namespace: 'test-egress', app: 'reports', sidecar: true, account: 'reports' },
  { namespace: 'test-egress', app: 'plain', sidecar: false },
  { namespace: 'test-egress', app: 'server', sidecar: false, ports: [8000] },
  { namespace: 'databases', app: 'server', sidecar: false, ports: [5432, 8000] },
];

/** A caller in the terms of the API. */
export interface CallingPod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly hasSidecar: boolean;
}

/** Returns the pod that a case names `namespace/app`, if it is one of these workloads. */
export function callingPod(name: string): CallingPod | undefined {
  const workload = WORKLOADS.find(({ namespace, app }) => `${namespace}/${app}` === name);
  if (workload === undefined) return undefined;
  const { namespace, account = 'default', sidecar } = workload;
  return { namespace, serviceAccount: account, labels: labelsOf(workload), hasSidecar: sidecar };
}

/** Namespaces and workloads, as a list that kubectl takes. */
export function workloads(): object {
  const namespaces = [...new Set(WORKLOADS.map(({ namespace }) => namespace))];
  const items = [
    ...namespaces.map(namespaceOf),
    ...namespaces.map(tenantOf),
    ...WORKLOADS.flatMap(accountOf),
    ...WORKLOADS.map(deployment),
    ...WORKLOADS.flatMap(service),
  ];
  return { apiVersion: 'v1', kind: 'List', items };
}

function namespaceOf(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } };
}

/** Somebody who may do everything in the namespace, and nothing beside it; and the account of a pipeline that may, too. */
function tenantOf(namespace: string): object {
  const group = 'rbac.authorization.k8s.io';
  return {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'tenant', namespace },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [
      { apiGroup: group, kind: 'User', name: 'tenant' },
      { kind: 'ServiceAccount', name: 'argocd-application-controller', namespace: 'argocd' },
    ],
  };
}

function accountOf({ namespace, account: name }: Workload): object[] {
  return name === undefined ? [] : [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }];
}

function labelsOf({ app, sidecar }: Workload): Readonly<Record<string, string>> {
  return { app, ...(!sidecar && { 'sidecar.istio.io/inject': 'false' }) };
}

function deployment(workload: Workload): object {
  const { namespace, app, account, ports } = workload;
  const container =
    ports === undefined
      ? { name: app, image: 'conformance/idle' }
      : { name: app, image: 'conformance/echo', ports: ports.map((containerPort) => ({ containerPort })) };
  const readinessProbe = ports && { httpGet: { path: '/ready', port: ports[0] } };
  const template = {
    metadata: { labels: labelsOf(workload) },
    spec: { serviceAccountName: account, containers: [{ ...container, readinessProbe }] },
  };
  const spec = { selector: { matchLabels: { app } }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app, namespace }, spec };
}

function service({ namespace, app, ports = [] }: Workload): object[] {
  if (ports.length === 0) return [];
  const spec = { selector: { app }, ports: ports.map((port) => ({ name: `http-${port}`, port })) };
  return [{ apiVersion: 'v1', kind: 'Service', metadata: { name: app, namespace }, spec }];
}
