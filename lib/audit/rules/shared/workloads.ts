import { Mesh } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { PodTemplate, podTemplatesIn } from '../../model/pod-templates';

export type { PodTemplate } from '../../model/pod-templates';

/** Returns the pods and the pod templates of a mesh. */
export const podTemplates: (mesh: Mesh) => readonly PodTemplate[] = perMesh(({ manifests }) =>
  podTemplatesIn(manifests),
);
