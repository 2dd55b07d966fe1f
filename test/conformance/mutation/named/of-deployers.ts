/** Of objects that Argo CD and Flux apply. */
import { NamedMutant, ofProgram } from '../named-mutant';

export const OF_DEPLOYERS: readonly NamedMutant[] = ofProgram('gitops/main', [
  {
    name: 'A ServiceEntry that comes before its VirtualService opens the direct way under REGISTRY_ONLY',
    change: 'VirtualService default/egress-route-www-example-com: deleted',
    red: 'default/curl https://www.example.com/',
    stage: 'Argo CD applies',
  },
]);
