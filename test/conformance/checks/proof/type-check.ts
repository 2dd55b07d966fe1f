/** What the API server finds wrong with the types in admission policies, once it has looked. */
import { KubeObject } from '../../environment/cluster/objects';
import { Check, nothingWrong } from '../check';
import { Cluster } from '../../environment/running/cluster';
import { until } from '../../environment/sandbox/until';

interface AdmissionPolicy extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly { readonly warning: string }[] };
  };
}

const PATH = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';

/** A check of all policies that there are; none where there are none. */
export async function typeChecked(cluster: Cluster): Promise<Check[]> {
  const policies = await until('admission policies have their types checked', async () => {
    const all = await cluster.api.list<AdmissionPolicy>(PATH);
    return all.every(({ metadata, status }) => status?.observedGeneration === metadata.generation) && all;
  });
  if (policies.length === 0) return [];
  const wrong = policies.flatMap(({ metadata, status }) =>
    (status?.typeChecking?.expressionWarnings ?? []).map(({ warning }) => `${metadata.name}: ${warning}`),
  );
  return [nothingWrong('admission policies', 'have the types of what they are about', wrong)];
}
