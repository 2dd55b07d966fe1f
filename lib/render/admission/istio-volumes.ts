/** The volumes of Istio's containers: keys, certificates and the bootstrap of the proxy. */
import { AdmissionRule } from './admission-policy';
import { and, every, listOf, mapOf, not, or, quoted, whereSet } from './cel';

/** Istio's volumes by name, each with its path in the containers of Istio. */
const PATHS: Readonly<Record<string, string>> = {
  'credential-socket': '/var/run/secrets/credential-uds',
  'gke-workload-certificate': '/var/run/secrets/workload-spiffe-credentials',
  'istio-ca-crl': '/var/run/secrets/istio/crl',
  'istio-certs': '/etc/certs/',
  'istio-data': '/var/lib/istio/data',
  'istio-envoy': '/etc/istio/proxy',
  'istio-podinfo': '/etc/istio/pod',
  'istio-token': '/var/run/secrets/tokens',
  'istiod-ca-cert': '/var/run/secrets/istio',
  'workload-certs': '/var/run/secrets/workload-spiffe-credentials',
  'workload-socket': '/var/run/secrets/workload-spiffe-uds',
};

/** Mounts of the tokens that clouds add to every container. */
const OF_CLOUDS: readonly string[] = [
  'aws-iam-token:/var/run/secrets/eks.amazonaws.com/serviceaccount',
  'azure-identity-token:/var/run/secrets/azure/tokens',
  'eks-pod-identity-token:/var/run/secrets/pods.eks.amazonaws.com/serviceaccount',
];

/** Path where Kubernetes mounts the token of the service account, from a volume with a random name. */
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The audience of tokens for which istiod signs certificates. */
const AUDIENCE = 'istio-ca';

/** Volumes that are empty when the pod starts. A CSI driver may provide them: the volume types of the pod decide. */
const EMPTY = ['credential-socket', 'istio-data', 'istio-envoy', 'workload-certs', 'workload-socket'];
const BY_DRIVER = ['gke-workload-certificate', 'workload-socket'];

/** Forms of volumes that are not empty, by name. The agent reads its configuration from the annotations of the pod. */
const CONTENT: Readonly<Record<string, string>> = {
  'istio-ca-crl': configMap('istio-ca-crl'),
  'istio-certs': 'has(v.secret)',
  'istio-podinfo': and(
    'has(v.downwardAPI)',
    "v.downwardAPI.items.all(i, has(i.fieldRef) && i.fieldRef.fieldPath == 'metadata.' + i.path)",
  ),
  'istio-token': 'has(v.projected) && v.projected.sources.all(s, has(s.serviceAccountToken))',
  'istiod-ca-cert': or(
    configMap('istio-ca-root-cert'),
    and(
      'has(v.projected)',
      "v.projected.sources.all(s, has(s.clusterTrustBundle) && s.clusterTrustBundle.name.startsWith('istio.io:'))",
    ),
  ),
};

function configMap(name: string): string {
  return and('has(v.configMap)', `v.configMap.name == ${quoted(name)}`, '!has(v.configMap.items)');
}

const NAMES = Object.keys(PATHS);

/** CEL by name: the paths of Istio's volumes. */
export const ISTIO_VOLUMES: Readonly<Record<string, string>> = { istioVolumes: mapOf(PATHS) };

/** Returns the rules for the volumes of a pod, and for the mounts of the containers that are not Istio's. */
export function istioVolumeRules(): AdmissionRule[] {
  const sound = or(
    not('v.name in variables.istioVolumes'),
    and(`v.name in ${listOf(EMPTY)}`, 'has(v.emptyDir)'),
    and(`v.name in ${listOf(BY_DRIVER)}`, 'has(v.csi)'),
    ...Object.entries(CONTENT).map(([name, form]) => and(`v.name == ${quoted(name)}`, form)),
  );
  const ofIstiod = whereSet('s', 'serviceAccountToken.audience', (value) => `${value} != ${quoted(AUDIENCE)}`);
  return [
    {
      expression: every('object.spec', 'volumes', 'v', sound),
      message: `volumes of Istio must be as Istio injects them (${NAMES.join(', ')}); allowed: every other name`,
    },
    {
      expression: every(
        'object.spec',
        'volumes',
        'v',
        or("v.name == 'istio-token'", every('v', 'projected.sources', 's', ofIstiod)),
      ),
      message: `tokens of volumes cannot have the audience ${AUDIENCE}, by which istiod signs certificates; allowed: every other audience`,
    },
    {
      expression: `variables.others.all(c, ${every('c', 'volumeMounts', 'm', not('m.name in variables.istioVolumes'))})`,
      message: `containers cannot mount the volumes of Istio (${NAMES.join(', ')}); allowed: every other volume`,
    },
  ];
}

/**
 * Returns the condition on the mounts of Istio's containers `c`. Elsewhere, a mounted file could replace a program or the bootstrap.
 *
 * @param more mounts as `VOLUME:PATH`
 */
export function istioMounts(more: readonly string[]): string {
  const sound = and(
    '!has(m.subPath)',
    '!has(m.subPathExpr)',
    or(
      `m.mountPath == ${quoted(TOKEN)}`,
      and('m.name in variables.istioVolumes', 'variables.istioVolumes[m.name] == m.mountPath'),
      `(m.name + ':' + m.mountPath) in ${listOf([...OF_CLOUDS, ...more])}`,
    ),
  );
  return every('c', 'volumeMounts', 'm', sound);
}
