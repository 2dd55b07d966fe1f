import { Evidence } from '../manifest/evidence';
import { nameOf, namespaceOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';
import { GatewayPods } from './shared/gateway-pods';
import { hasLabels } from '../model/labels';
import { perMesh } from '../model/per-mesh';
import { Origination, originationsOf } from './shared/origination';
import { PodTemplate, podTemplates } from './shared/workloads';

/** A file or a Secret of TLS that the pods of a gateway do not have. */
export const MISSING_CREDENTIAL: Rule = {
  code: 'EGR3102',
  level: 'error',
  title: 'The pods of a gateway do not have the file or the Secret of the TLS towards a host.',
  effect:
    'The connection to the host fails with 503. The proxy reads files in its own pod, and a Secret in the namespace of the gateway alone.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings'],
  check: (mesh) =>
    originationsOf(mesh).flatMap((origination) => [...filesOf(mesh, origination), ...secretOf(mesh, origination)]),
};

/** Folders of the image of the proxy, and of the volumes that istiod injects. */
const FOLDERS_OF_PROXY: readonly string[] = [
  '/etc/ssl/',
  '/usr/',
  '/etc/istio/',
  '/etc/certs/',
  '/var/run/secrets/',
  '/var/lib/istio/',
];

/** Finds files below no volume of the pods, if the manifests have the workload of the gateway. */
function filesOf(mesh: Mesh, { pods, settings, evidence }: Origination): readonly Hit[] {
  const workloads = podTemplates(mesh).filter((each) => isOfGateway(each, pods));
  const [workload] = workloads;
  if (workload === undefined) return [];
  const folders = workloads.flatMap(({ spec }) =>
    (spec.containers ?? []).flatMap(({ volumeMounts = [] }) =>
      volumeMounts.flatMap(({ mountPath }) => mountPath ?? []),
    ),
  );
  const isThere = (file: string): boolean =>
    !file.startsWith('/') ||
    [...FOLDERS_OF_PROXY, ...folders].some((folder) => `${file}/`.startsWith(folder.replace(/\/*$/, '/')));
  return (['caCertificates', 'clientCertificate', 'privateKey'] as const).flatMap((field) => {
    const file = settings[field];
    if (settings.credentialName || file === undefined || isThere(file)) return [];
    const { manifest } = evidence;
    return [
      {
        ...fieldAt(evidence, field),
        message: `${nameOf(manifest)} has ${field} ${file}, which no volume of ${nameOf(workload.manifest)} contains`,
        fix: `mount a volume at ${file.slice(0, file.lastIndexOf('/'))} in the container istio-proxy of ${nameOf(workload.manifest)}`,
      },
    ];
  });
}

/** Finds Secrets that are in other namespaces alone. A Secret that no manifest has can exist in the cluster. */
function secretOf(mesh: Mesh, { pods, settings, evidence }: Origination): readonly Hit[] {
  const { credentialName = '' } = settings;
  const namespaces = secrets(mesh).get(credentialName) ?? [];
  if (namespaces.length === 0 || namespaces.includes(pods.namespace)) return [];
  return [
    {
      ...fieldAt(evidence, 'credentialName'),
      message: `${nameOf(evidence.manifest)} has credentialName ${credentialName}, and the Secret is in namespace ${namespaces.join(', ')}, not in namespace ${pods.namespace} of the gateway`,
      fix: `write namespace: ${pods.namespace} in metadata of the Secret ${credentialName}`,
    },
  ];
}

function fieldAt({ manifest, path }: Required<Evidence>, field: string): Evidence {
  return { manifest, path: [...path, field] };
}

function isOfGateway({ namespace, labels }: PodTemplate, { namespace: home, podLabels }: GatewayPods): boolean {
  return namespace === home && hasLabels(labels, podLabels);
}

/** Returns the namespaces of the Secrets of the manifests, by name. A Secret `NAME-cacert` has the authority of `NAME`. */
const secrets = perMesh(({ manifests }) => {
  const byName = new Map<string, string[]>();
  for (const manifest of manifests) {
    const { kind, apiVersion, metadata } = manifest;
    if (kind !== 'Secret' || apiVersion !== 'v1') continue;
    const name = metadata.name.replace(/-cacert$/, '');
    byName.set(name, [...(byName.get(name) ?? []), namespaceOf(manifest)]);
  }
  return byName;
});
