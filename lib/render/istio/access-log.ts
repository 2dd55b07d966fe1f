import { TelemetrySpec } from '../../../imports/telemetry.istio.io';
import { GatewayModel } from '../../mesh/gateway';

/** The provider of every installation of Istio: Envoy's log on standard output, in the mesh's text format. */
export const TEXT_PROVIDER = 'envoy';

/** The provider of {@link jsonProvider}. */
export const JSON_PROVIDER = 'egress-json';

/** Returns the Telemetry that makes the gateway's pods, and no other pods, write their access log through a provider. */
export function accessLogSpec(gateway: GatewayModel, provider: string): TelemetrySpec {
  return {
    selector: { matchLabels: { ...gateway.selector } },
    accessLogging: [{ providers: [{ name: provider }] }],
  };
}

/**
 * Returns an entry of `meshConfig.extensionProviders`: a line of JSON for each request or connection, with the fields of Istio's
 * text format, the identity of the caller and the SNI. Istio adds the entry to the existing providers. Only refused requests have
 * a `request_id`: the gateway removes the header from other requests before it writes the log.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
 */
export function jsonProvider(): object {
  return { name: JSON_PROVIDER, envoyFileAccessLog: { path: '/dev/stdout', logFormat: { labels: { ...FIELDS } } } };
}

const FIELDS: Readonly<Record<string, string>> = {
  start_time: '%START_TIME%',
  source_principal: '%DOWNSTREAM_PEER_URI_SAN%',
  downstream_remote_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  requested_server_name: '%REQUESTED_SERVER_NAME%',
  authority: '%REQ(:AUTHORITY)%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(:PATH)%',
  protocol: '%PROTOCOL%',
  response_code: '%RESPONSE_CODE%',
  response_code_details: '%RESPONSE_CODE_DETAILS%',
  response_flags: '%RESPONSE_FLAGS%',
  connection_termination_details: '%CONNECTION_TERMINATION_DETAILS%',
  upstream_cluster: '%UPSTREAM_CLUSTER_RAW%',
  upstream_host: '%UPSTREAM_HOST%',
  upstream_local_address: '%UPSTREAM_LOCAL_ADDRESS%',
  upstream_transport_failure_reason: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
  downstream_transport_failure_reason: '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  duration: '%DURATION%',
  request_id: '%REQ(X-REQUEST-ID)%',
};
