/** Of the gateway's pods. */
import { NamedMutant, ofProgram } from '../named-mutant';

const ofPods = ofProgram('own-gateway/main', [
  {
    name: 'A Service that selects other pods has no gateway behind it',
    change: 'Service istio-egress/egress: selector.istio -> no-such-value',
    red: 'test-egress/curl https://edition.cnn.com/politics',
  },
  {
    name: 'Without pods of the gateway, declared hosts are blocked',
    change: 'Deployment istio-egress/egress: replicas -> 0',
    red: 'test-egress/curl https://edition.cnn.com/politics',
  },
  {
    name: 'A Deployment whose pods have no label of the gateway is refused',
    change: 'Deployment istio-egress/egress: template.metadata.labels.istio dropped',
    red: 'the API server at admission',
  },
  {
    name: 'Pods with the headers of the mesh count the attempts of a request for the host',
    change: 'Deployment istio-egress/egress: template.metadata.annotations["proxy.istio.io/config"] dropped',
    red: 'test-egress/curl http://api.example.org/',
    stage: 'adds retries',
  },
]);

/** What istiod asks the API server before it sends a Secret to the gateway. */
const SECRETS = "system:serviceaccount:istio-egress:egress: the Secrets of the gateway's namespace";

const ofSecrets = ofProgram('production/main', [
  {
    name: 'Without the Role, the gateway cannot read the client certificate',
    change: 'Role istio-egress/egress: deleted',
    red: SECRETS,
  },
  {
    name: 'A RoleBinding of another account does not let the gateway read the client certificate',
    change: 'RoleBinding istio-egress/egress: subjects[0].name -> no-such-account',
    red: SECRETS,
  },
]);

export const OF_WORKLOADS: readonly NamedMutant[] = [...ofPods, ...ofSecrets];
