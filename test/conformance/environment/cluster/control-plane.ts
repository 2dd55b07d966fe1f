/** Kubernetes' own programs, with the flags that they need on one machine without containers. */
import { writeFileSync } from 'node:fs';
import { RUN } from '../sandbox/enter';
import { NODE_ADDRESS, POD_RANGE, SERVICE_RANGE } from '../sandbox/network';
import { RunningProcess } from '../sandbox/process';
import { until } from '../sandbox/until';
import { Tools } from '../tools/tools';
import { Api, kubeconfig, KUBECONFIG } from './api';
import { IDENTITIES, NODE_ROLE, SCHEDULER, tokenFile } from './identities';
import { PKI } from './pki';

const ETCD = 'http://127.0.0.1:2379';
const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const TOKENS = `${RUN}/tokens.csv`;

/** The controllers that what the library writes can need; no cloud, no nodes that come and go. */
const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'job-controller',
  'horizontal-pod-autoscaler-controller',
  'disruption-controller',
  'endpointslice-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'garbage-collector-controller',
  'root-ca-certificate-publisher-controller',
  'validatingadmissionpolicy-status-controller',
];

/** Starts etcd, the API server, the controllers, the scheduler and kube-proxy, and waits until the API server is ready. */
export async function startControlPlane(tools: Tools): Promise<{ api: Api; processes: RunningProcess[] }> {
  writeFileSync(TOKENS, tokenFile());
  for (const each of IDENTITIES) writeFileSync(each.kubeconfig, kubeconfig(each.token));
  const start = (name: string, ...command: string[]): RunningProcess => new RunningProcess({ name, command, cwd: RUN });
  const processes = [
    start('etcd', tools.etcd, ...etcdFlags()),
    start('kube-apiserver', tools.kubernetes('kube-apiserver'), ...apiServerFlags()),
  ];
  const api = new Api();
  await until('the API server is ready', async () => (await api.get<string>('/readyz')) === 'ok', 60);
  await api.post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', NODE_ROLE);
  processes.push(
    start('kube-controller-manager', tools.kubernetes('kube-controller-manager'), ...controllerFlags()),
    start('kube-scheduler', tools.kubernetes('kube-scheduler'), ...schedulerFlags()),
    start('kube-proxy', tools.kubernetes('kube-proxy'), ...proxyFlags()),
  );
  return { api, processes };
}

function etcdFlags(): string[] {
  // In memory already: nothing is gained by waiting for a disk.
  const data = [`--data-dir=${RUN}/etcd`, '--unsafe-no-fsync'];
  return [...data, `--listen-client-urls=${ETCD}`, `--advertise-client-urls=${ETCD}`, '--log-level=warn'];
}

function apiServerFlags(): string[] {
  const { certificate, key } = PKI.apiServer;
  return [
    `--etcd-servers=${ETCD}`,
    `--advertise-address=${NODE_ADDRESS}`,
    `--bind-address=${NODE_ADDRESS}`,
    '--secure-port=6443',
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    '--authorization-mode=RBAC',
    '--allow-privileged',
    `--token-auth-file=${TOKENS}`,
    `--tls-cert-file=${certificate}`,
    `--tls-private-key-file=${key}`,
    `--service-account-issuer=${ISSUER}`,
    `--service-account-signing-key-file=${PKI.serviceAccounts.key}`,
    `--service-account-key-file=${PKI.serviceAccounts.publicKey}`,
    // The tokens of proxies are for istiod.
    `--api-audiences=${ISSUER},istio-ca`,
    '--profiling=false',
  ];
}

function controllerFlags(): string[] {
  return [
    `--kubeconfig=${KUBECONFIG}`,
    '--leader-elect=false',
    // Each controller is who it is in a cluster: policies on who may make what tell them by that.
    '--use-service-account-credentials',
    '--bind-address=127.0.0.1',
    `--root-ca-file=${PKI.authority}`,
    `--service-account-private-key-file=${PKI.serviceAccounts.key}`,
    `--controllers=${CONTROLLERS.join(',')}`,
    '--horizontal-pod-autoscaler-sync-period=1s',
  ];
}

function schedulerFlags(): string[] {
  return [`--kubeconfig=${SCHEDULER.kubeconfig}`, '--leader-elect=false', '--bind-address=127.0.0.1'];
}

function proxyFlags(): string[] {
  return [
    `--kubeconfig=${KUBECONFIG}`,
    '--proxy-mode=nftables',
    '--hostname-override=worker',
    `--cluster-cidr=${POD_RANGE}`,
    // Not to touch the machine's limits.
    '--conntrack-max-per-core=0',
    '--conntrack-tcp-timeout-established=0s',
    '--conntrack-tcp-timeout-close-wait=0s',
    '--nodeport-addresses=127.0.0.0/8',
    '--healthz-bind-address=127.0.0.1:10256',
    '--metrics-bind-address=127.0.0.1:10249',
  ];
}

/** kubectl, as users call it; what it remembers of the API server is of this cluster alone. */
export function kubectlArguments(args: readonly string[]): string[] {
  return [`--kubeconfig=${KUBECONFIG}`, `--cache-dir=${RUN}/kubectl`, ...args];
}
