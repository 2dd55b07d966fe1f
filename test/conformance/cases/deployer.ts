/**
 * A program that applies and deletes objects in an order of its own: the sync waves of Argo CD, the Kustomizations of `flux.yaml` beside
 * the case, or one Kustomization of Flux with all objects.
 */
export type Deployer = 'Argo CD' | 'Flux' | 'Flux with one Kustomization';
