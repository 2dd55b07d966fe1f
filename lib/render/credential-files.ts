/**
 * The values of Secrets in the gateway's pods: a volume for each Secret, and in it for each value an SDS resource by which Envoy reads
 * and watches the value. The pod template has everything: the label states that the pod has the file of a value, and the annotation
 * of the same name is the content of the SDS resource.
 *
 * Envoy rejects a filter whose SDS resource or value is no file, and with it every change of the whole port, for every host, such as
 * the end of a grant (seen on a running mesh). Therefore:
 *
 * - The filter and the server of a host select pods by the label. The order in which objects are applied and pods are replaced does
 *   not matter: a pod without the volume has no server for the host.
 * - An empty file is in the place of a value that does not exist. Envoy reads no credential from the file, so that the gateway answers
 *   401 for the host, and serves all other hosts.
 */
import { groupBy } from '../input/group-by';
import { Labels } from '../input/labels';
import { SecretKey } from '../mesh/http-credential-model';
import { EXTENSIONS } from './istio/envoy-filter';
import { objectName, slug } from './object-name';

/** The folder of the volumes. */
const FOLDER = '/var/run/secrets/egress-credentials';

/**
 * Returns the name of a value: a label and an annotation of pods. Names of Secrets have no underscore, and end in a letter or a digit,
 * as a label must.
 */
export function credentialName({ secretName, key }: SecretKey): string {
  return objectName('egress-credential', `${key}_${secretName}`);
}

/** Returns the source of a value for Envoy, as an `SdsSecretConfig`. */
export function sdsConfig(value: SecretKey): object {
  return {
    name: credentialName(value),
    sds_config: {
      resource_api_version: 'V3',
      path_config_source: { path: `${folderOf(value)}/${resourceFile(value)}` },
    },
  };
}

/** Returns the labels of pods that have the files of values. */
export function credentialLabels(values: readonly SecretKey[]): Labels {
  return Object.fromEntries(values.map((value) => [credentialName(value), 'mounted']));
}

/** Returns the annotations of pods with the SDS resources of values. */
export function credentialAnnotations(values: readonly SecretKey[]): Labels {
  return Object.fromEntries(values.map((value) => [credentialName(value), JSON.stringify(resources(value))]));
}

/**
 * Returns the volumes of pods with the files of values. Later sources of a volume replace files of earlier sources (`collectData` in
 * k8s.io/kubernetes `pkg/volume/projected/projected.go`). The API server rejects two sources with the same path, so that the Secret has
 * no paths, and the volume has all its keys. A missing Secret is no obstacle for the pod, which also serves other hosts.
 *
 * All files are in the root of the volume, where the kubelet changes them at once: Envoy watches the folder of a value.
 */
export function credentialVolumes(values: readonly SecretKey[]): object[] {
  return [...bySecret(values)].map(([secretName, all]) => ({
    name: volumeName(secretName),
    projected: {
      sources: [
        { downwardAPI: { items: all.map(({ key }) => annotated(key, 'egress-credential-missing')) } },
        { secret: { name: secretName, optional: true } },
        { downwardAPI: { items: all.map((value) => annotated(resourceFile(value), credentialName(value))) } },
      ],
    },
  }));
}

/** Returns the mounts of {@link credentialVolumes}. */
export function credentialMounts(values: readonly SecretKey[]): object[] {
  return [...bySecret(values)].map(([secretName, [value]]) => ({
    name: volumeName(secretName),
    mountPath: value && folderOf(value),
    readOnly: true,
  }));
}

function bySecret(values: readonly SecretKey[]): ReadonlyMap<string, readonly SecretKey[]> {
  return groupBy(values, ({ secretName }) => secretName);
}

/** Returns a file with the value of an annotation; the file is empty if the pod does not have the annotation. */
function annotated(path: string, annotation: string): object {
  return { path, fieldRef: { fieldPath: `metadata.annotations['${annotation}']` } };
}

function volumeName(secretName: string): string {
  return objectName('egress-credential', slug(secretName));
}

function folderOf({ secretName }: SecretKey): string {
  return `${FOLDER}/${secretName}`;
}

function resources(value: SecretKey): object {
  const name = credentialName(value);
  const type = `${EXTENSIONS}.transport_sockets.tls.v3.Secret`;
  const filename = `${folderOf(value)}/${value.key}`;
  return { resources: [{ '@type': type, name, generic_secret: { secret: { filename } } }] };
}

/** Returns the file of an SDS resource. Envoy reads the format from the extension. No key of a Secret has a tilde. */
function resourceFile({ key }: SecretKey): string {
  return `${key}~sds.json`;
}
