import { ExternalHost } from '../../model/external-host';
import { originatingPort } from './origination-rule';

/** Whether the gateway must refuse TLS versions that it takes by default. */
export function needsMinimumTls(external: ExternalHost): boolean {
  return originatingPort(external)?.origination.minProtocolVersion === 'TLSV1_3';
}

/**
 * An EnvoyFilter that makes the gateway refuse TLS 1.2 from one port of a host. Nothing else can: a DestinationRule has no
 * field for it, and the one of the mesh's configuration is for clients' side of servers only (`applyTLSDefaults` in
 * istio.io/istio `pilot/pkg/networking/core/cluster_tls.go`). Istio merges it into the cluster's own TLS context.
 */
export function minimumTlsSpec(external: ExternalHost): object {
  const { gateway, host } = external;
  const params = { tls_minimum_protocol_version: 'TLSv1_3', tls_maximum_protocol_version: 'TLSv1_3' };
  const context = {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
    common_tls_context: { tls_params: params },
  };
  return {
    workloadSelector: { labels: { ...gateway.selector } },
    configPatches: [
      {
        applyTo: 'CLUSTER',
        match: { context: 'GATEWAY', cluster: { service: host.name, portNumber: originatingPort(external)?.number } },
        patch: {
          operation: 'MERGE',
          value: { transport_socket: { name: 'envoy.transport_sockets.tls', typed_config: context } },
        },
      },
    ],
  };
}
