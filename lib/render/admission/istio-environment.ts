/** The environment of Istio's containers: another bootstrap or another istiod would make another proxy. */
import { IstioInjectionModel } from '../../mesh/istio-injection-model';
import { escapeRegExp, every, quoted } from './cel';

/** A mesh as its proxies see the mesh. */
export interface MeshFacts {
  readonly clusterDomain: string;
  /** Namespace of istiod. */
  readonly rootNamespace: string;
  readonly trustDomain: string;
}

/** Variables with text that the proxy uses as a name only: identities of clouds, names of the pod and of its containers. */
const TEXTS: readonly string[] = [
  ...['(AWS|AZURE)_[A-Z_]+', 'OTEL_RESOURCE_ATTRIBUTES'],
  'ISTIO_META_(APP_CONTAINERS|CLUSTER_ID|MESH_ID|NETWORK|OWNER|WORKLOAD_NAME)',
];

/** The agent calls `http://localhost:PORT` followed by the path, so that a path needs a slash. */
const PATH = '"path":"(/[^"]*)?"';

/** Forms of variables (RE2): `NAME=VALUE`, `NAME@FIELD` of the pod and `NAME@RESOURCE` of a container. */
function forms({ rootNamespace, trustDomain }: MeshFacts): readonly string[] {
  const istiod = `istiod(-[a-z0-9-]+)?\\.${rootNamespace}\\.svc:15012`;
  return [
    `(${TEXTS.join('|')})=[a-zA-Z0-9 _:;/.,+=@$(){}"-]*`,
    ...['POD_NAME@metadata\\.name', 'POD_NAMESPACE@metadata\\.namespace', 'SERVICE_ACCOUNT@spec\\.serviceAccountName'],
    ...['INSTANCE_IP@status\\.podIP', 'HOST_IP@status\\.hostIP', 'ISTIO_META_NODE_NAME@spec\\.nodeName'],
    ...['(ISTIO_CPU_LIMIT|GOMAXPROCS)@limits\\.cpu', 'GOMEMLIMIT@limits\\.memory'],
    ...['COMPLIANCE_POLICY=(fips-140-[23])?', 'GODEBUG=fips140=only', 'ISTIO_KUBE_APP_PROBERS=\\{.*\\}'],
    ...['ISTIO_META_INTERCEPTION_MODE=REDIRECT', 'ISTIO_META_POD_PORTS=\\[[^\\[\\]]*\\]', 'JWT_POLICY=third-party-jwt'],
    ...['PILOT_CERT_PROVIDER=istiod', 'REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION=true'],
    `CA_ADDR=${istiod}`,
    `PROXY_CONFIG=\\s*\\{("discoveryAddress":"${istiod}")?\\}\\s*`,
    `TRUST_DOMAIN=${escapeRegExp(trustDomain)}`,
    `ISTIO_PROMETHEUS_ANNOTATIONS=\\{"scrape":"(true)?",${PATH},"port":"[0-9]*"(,"targets":\\[(\\{"port":"[0-9]*",${PATH}\\},?)*\\])?\\}`,
  ];
}

/** Returns the condition on the environment of Istio's containers `c`. */
export function environment(mesh: MeshFacts, { proxyConfigs, proxyEnv }: IstioInjectionModel): string {
  const all = [
    ...forms(mesh),
    ...proxyConfigs.map((value) => `PROXY_CONFIG=\\s*${escapeRegExp(value.trim())}\\s*`),
    ...Object.entries(proxyEnv).map(([name, value]) => escapeRegExp(`${name}=${value}`)),
  ];
  const reference = (field: string, path: string): string =>
    `has(e.valueFrom.${field}) ? '@' + e.valueFrom.${field}.${path}`;
  const text = `(has(e.value) ? '=' + e.value : !has(e.valueFrom) ? '=' : ${reference('fieldRef', 'fieldPath')} : ${reference('resourceFieldRef', 'resource')} : '')`;
  return every('c', 'env', 'e', `(e.name + ${text}).matches(${quoted(`^(${all.join('|')})$`)})`);
}
