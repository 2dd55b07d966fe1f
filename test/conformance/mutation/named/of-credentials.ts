/** Of credentials that the gateway adds. */
import { NamedMutant, ofProgram } from '../named-mutant';

const FILTER = 'EnvoyFilter istio-egress/egress-credential-api-example-org';
const INJECTOR = `${FILTER}: configPatches[0].patch.value.typed_config`;
const LABEL = 'egress-credential-authorization_api-token';
const API = 'default/curl http://api.example.org/';

export const OF_CREDENTIALS: readonly NamedMutant[] = ofProgram('credential/main', [
  {
    name: 'Without overwrite, the host receives the header of the application',
    change: `${INJECTOR}.overwrite -> false`,
    red: `${API} --header authorization: own --header x-api-key: own`,
    stage: 'The Secrets are created',
  },
  {
    name: 'If a request may pass without the credential, the host receives the header of the application',
    change: `${INJECTOR}.allow_request_without_credential -> true`,
    red: `${API} --header authorization: own --header x-api-key: own`,
    stage: 'before their Secrets',
  },
  {
    name: 'Without the SNI, another host of the gateway receives the credential',
    change: `${FILTER}: configPatches[0].match.listener.filterChain.sni dropped`,
    red: 'test-egress/curl http://www.example.com/',
    stage: 'The Secrets are created',
  },
  {
    name: 'Without the rule against TRACE, the host returns the credential to the application',
    change:
      'AuthorizationPolicy istio-egress/egress-allow-api-example-org: rules[0].to[0].operation.notMethods dropped',
    red: 'default/curl http://api.example.org/ --request TRACE',
    stage: 'The Secrets are created',
  },
  {
    name: 'Without the volume, the gateway has no credential',
    change: 'Deployment istio-egress/egress: template.spec.volumes[0].projected.sources[1] dropped',
    red: API,
    stage: 'The Secrets are created',
  },
  {
    name: 'With a server on every pod, pods without the volume send requests without the credential',
    change: `Gateway istio-egress/egress-server-api-example-org: selector.${LABEL} dropped`,
    red: API,
    stage: 'an earlier version',
  },
  {
    name: 'Without the policy for routing, a tenant decides where the gateway sends the credential',
    change: 'ValidatingAdmissionPolicy default/egress-routing.egress.istio-egress: deleted',
    red: 'tenant: a VirtualService of the server of a credential',
    stage: 'The Secrets are created',
  },
]);
