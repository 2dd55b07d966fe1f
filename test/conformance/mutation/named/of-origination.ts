/** Of TLS from the gateway on. */
import { NamedMutant, ofProgram } from '../named-mutant';

const TLS = 'trafficPolicy.portLevelSettings[0].tls';
const of = (host: string): string => `DestinationRule istio-system/egress-upstream-${host}`;

const verified = ofProgram('tls-origination/main', [
  {
    name: 'Without a policy for the port, the gateway sends plain text to the host',
    change: `${of('private-example-org')}: trafficPolicy dropped`,
    red: 'default/curl http://private.example.org/',
  },
  {
    name: 'A host with another name in its certificate is refused',
    change: `${of('private-example-org')}: ${TLS}.subjectAltNames[0] -> no-such-host.example`,
    red: 'default/curl http://private.example.org/',
  },
  {
    name: 'Without the Secret, the gateway does not trust a private authority',
    change: `${of('private-example-org')}: ${TLS}.credentialName dropped`,
    red: 'default/curl http://private.example.org/',
  },
  {
    name: 'Without mutual TLS, the gateway sends no client certificate',
    change: `${of('www-example-com')}: ${TLS}.mode -> SIMPLE`,
    red: 'default/curl http://www.example.com/',
  },
  {
    name: 'Without the condition on upgrades, a request of an allowed operation becomes a WebSocket',
    change: 'AuthorizationPolicy istio-system/egress-allow-api-example-org: rules[0].when[1] dropped',
    red: 'test-egress/curl http://api.example.org/v1/orders --header connection: Upgrade --header upgrade: websocket --header sec-websocket-version: 13 --header sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    stage: 'speaks HTTP/1.1',
  },
  {
    name: 'Without the removal of headers, the host could read another path',
    change: 'VirtualService default/egress-route-api-example-org: http[1].headers dropped',
    red: 'default/curl http://api.example.org/v1/orders --header x-middleware-subrequest: /',
  },
]);

const refused = ofProgram('tls-origination/refused', [
  {
    name: 'Without verification, the gateway accepts a host of an unknown authority',
    change: `${of('private-example-org')}: ${TLS} without verification`,
    red: 'default/curl http://private.example.org/',
  },
  {
    name: 'Without a name to verify, the gateway accepts the certificate of another host',
    change: `${of('misnamed-example-org')}: ${TLS}.subjectAltNames dropped`,
    red: 'default/curl http://misnamed.example.org/',
  },
  {
    name: 'With a lower minimum version, the gateway speaks TLS 1.2 to the host',
    change:
      'EnvoyFilter istio-system/egress-tls-api-example-org: configPatches[0].patch.value.transport_socket.typed_config.common_tls_context.tls_params.tls_minimum_protocol_version -> TLSv1_2',
    red: 'default/curl http://api.example.org/v1/orders',
  },
  {
    name: 'With x-forwarded-proto kept, the host learns that the application speaks plain HTTP',
    change:
      'VirtualService default/egress-route-edition-cnn-com: http[1].headers.request.remove[44] x-forwarded-proto is kept',
    red: 'default/curl http://edition.cnn.com/',
    stage: 'The missing Secret is created',
  },
]);

const unchanged = ofProgram('tcp/main', [
  {
    name: 'Without the DestinationRule, a BackendTLSPolicy of a team wraps plain HTTP in TLS',
    change: `${of('git-example-org')}: deleted`,
    red: 'default/reports http://git.example.org/',
    stage: 'A team applies a BackendTLSPolicy for its ServiceEntries',
  },
  {
    name: 'Without the DestinationRule, a team makes the gateway send the PROXY protocol to a database',
    change: `${of('db-example-org')}: deleted`,
    red: 'test-egress/curl http://db.example.org:5432/',
    stage: 'A team exports DestinationRules with the PROXY protocol',
  },
  {
    name: 'Without tls DISABLE, the gateway sends mesh mTLS to the host',
    change: `${of('git-example-org')}: ${TLS}.mode -> ISTIO_MUTUAL`,
    red: 'default/reports http://git.example.org:22/',
  },
]);

const selected = ofProgram('gateway-lockdown/main', [
  {
    name: 'Without a workloadSelector, another DestinationRule in the namespace of the gateway applies',
    change: 'DestinationRule istio-egress/egress-upstream-edition-cnn-com: workloadSelector dropped',
    red: 'test-egress/curl https://edition.cnn.com/',
    stage: 'A team exports DestinationRules with TLS to another name',
  },
]);

export const OF_ORIGINATION: readonly NamedMutant[] = [...verified, ...refused, ...unchanged, ...selected];
