/** Words of the refusals of pods. */

export const ANNOTATIONS = 'pods cannot have annotations outside the list';
export const FIELDS = 'pods cannot have fields outside the list';
export const VOLUMES = 'volumes must be of type configMap';
export const WITHOUT_SIDECAR = 'must have the containers that Istio injects';
