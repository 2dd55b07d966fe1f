import { PropertyHints } from '../input/properties';

/** The hints for pod labels under the names of a NetworkPolicy, of Istio and of Kubernetes. */
export const POD_LABEL_HINTS: PropertyHints = {
  podSelector: 'podLabels',
  workloadSelector: 'podLabels',
  pods: 'podLabels',
  labels: 'podLabels',
};
