/** Everything that is run, built or fetched once. */
import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cached, fill } from './cache';
import { ETCD_PROGRAM, fetchEtcd, installPrograms } from './debian';
import { ENVOY_PROGRAM, fetchEnvoy } from './envoy';
import {
  buildGo,
  COREDNS,
  ENFORCER,
  folderOf,
  GoModule,
  ISTIO,
  KUBERNETES,
  NETWORK_POLICY,
  sourceOf,
  YAML,
} from './go-tools';
import { say } from './say';

/** The folders that hold the programs, by what they hold. */
export interface ToolFolders {
  readonly istio: string;
  readonly kubernetes: string;
  readonly coredns: string;
  readonly networkPolicy: string;
  readonly enforcer: string;
  readonly yaml: string;
  readonly envoy: string;
  readonly etcd: string;
  /** The bootstrap template that Istio's image has beside its Envoy. */
  readonly bootstrap: string;
  /** The CRD of BackendTLSPolicy, in the version of the Gateway API that istiod is built with. */
  readonly gatewayApi: string;
  /** The CRD of ClusterNetworkPolicy, in the version that the enforcer is built with. */
  readonly networkPolicyApi: string;
}

const MODULES: readonly GoModule[] = [ISTIO, KUBERNETES, COREDNS, NETWORK_POLICY, ENFORCER, YAML];
const BOOTSTRAP = cached('bootstrap', folderOf(ISTIO));
const GATEWAY_API = cached('gateway-api', folderOf(ISTIO));
const NETWORK_POLICY_API = cached('network-policy-api', folderOf(ENFORCER));
const BACKEND_TLS_POLICY = 'gateway.networking.k8s.io_backendtlspolicies.yaml';
const CLUSTER_NETWORK_POLICY = 'policy.networking.k8s.io_clusternetworkpolicies.yaml';

/** Where modules of Kubernetes have the CRDs of their standard channel. */
const CRDS = 'config/crd/standard';

/** Builds and fetches what is missing, and says beforehand how long that takes. */
export async function prepareTools(): Promise<ToolFolders> {
  const missing = MODULES.filter((module) => !existsSync(folderOf(module)));
  if (missing.length > 0) {
    const minutes = missing.reduce((sum, module) => sum + module.minutes, 0);
    say(`building ${missing.map(({ name }) => name).join(', ')}: about ${minutes} minutes on two cores, once`);
  }
  await installPrograms();
  const etcd = await fetchEtcd();
  const envoy = await fetchEnvoy();
  const istio = await buildGo(ISTIO);
  const envoyTemplate = 'tools/packaging/common/envoy_bootstrap.json';
  const bootstrap = await copied(BOOTSTRAP, ISTIO, 'istio.io/istio', envoyTemplate, 'envoy_bootstrap_tmpl.json');
  const gatewayApi = await copied(GATEWAY_API, ISTIO, 'sigs.k8s.io/gateway-api', `${CRDS}/${BACKEND_TLS_POLICY}`);
  const kubernetes = await buildGo(KUBERNETES);
  const coredns = await buildGo(COREDNS);
  const networkPolicy = await buildGo(NETWORK_POLICY);
  const enforcer = await buildGo(ENFORCER);
  const policyApi = 'sigs.k8s.io/network-policy-api';
  const networkPolicyApi = await copied(NETWORK_POLICY_API, ENFORCER, policyApi, `${CRDS}/${CLUSTER_NETWORK_POLICY}`);
  const yaml = await buildGo(YAML);
  return {
    istio,
    kubernetes,
    coredns,
    networkPolicy,
    enforcer,
    yaml,
    envoy,
    etcd,
    bootstrap,
    gatewayApi,
    networkPolicyApi,
  };
}

/** The folder with a file of a module that another is built with. */
function copied(folder: string, built: GoModule, module: string, file: string, name = basename(file)): Promise<string> {
  return fill(folder, async (into) => cpSync(join(await sourceOf(built, module), file), join(into, name)));
}

/** The programs by name, below the folders. */
export class Tools {
  public constructor(private readonly folders: ToolFolders) {}

  public get yamlReader(): string {
    return join(this.folders.yaml, 'yaml-reader');
  }

  public istio(program: 'pilot-discovery' | 'pilot-agent' | 'istioctl' | 'routing-simulation'): string {
    return join(this.folders.istio, program);
  }

  public kubernetes(
    program: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kube-proxy' | 'kubectl',
  ): string {
    return join(this.folders.kubernetes, program);
  }

  public get networkPolicyVerdicts(): string {
    return join(this.folders.networkPolicy, 'network-policy-verdicts');
  }

  public get clusterVerdicts(): string {
    return join(this.folders.enforcer, 'cluster-verdicts');
  }

  public get enforcer(): string {
    return join(this.folders.enforcer, 'enforcer');
  }

  public get coredns(): string {
    return join(this.folders.coredns, 'coredns');
  }

  public get envoy(): string {
    return join(this.folders.envoy, ENVOY_PROGRAM);
  }

  public get etcd(): string {
    return join(this.folders.etcd, ETCD_PROGRAM);
  }

  public get bootstrapTemplate(): string {
    return join(this.folders.bootstrap, 'envoy_bootstrap_tmpl.json');
  }

  /** The CRD by which teams say how the mesh speaks to a Service or a ServiceEntry. */
  public get backendTlsPolicyCrd(): string {
    return join(this.folders.gatewayApi, BACKEND_TLS_POLICY);
  }

  public get clusterNetworkPolicyCrd(): string {
    return join(this.folders.networkPolicyApi, CLUSTER_NETWORK_POLICY);
  }
}
