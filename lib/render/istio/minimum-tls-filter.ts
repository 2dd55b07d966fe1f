import { ExternalHost } from '../../mesh/external-host';
import { namesToVerify, Origination } from '../../mesh/tls-origination';
import { originatingPort } from './origination-rule';

/** Whether the gateway must refuse TLS versions that it takes by default. */
export function needsMinimumTls(external: ExternalHost): boolean {
  return originatingPort(external)?.origination.minProtocolVersion === 'TLSV1_3';
}

/**
 * An EnvoyFilter that makes the gateway refuse TLS 1.2 from one port of a host. Nothing else can: a DestinationRule has no
 * field for it, and the one of the mesh's configuration is for clients' side of servers only (`applyTLSDefaults` in
 * istio.io/istio `pilot/pkg/networking/core/cluster_tls.go`). Istio merges it into the cluster's own TLS context.
 *
 * Without the DestinationRule it would make TLS by itself, which verifies nothing: so it has the names to verify too. By
 * themselves, without authorities, Envoy takes no such cluster: a pod keeps the one that it has, and a new pod is not ready.
 */
export function minimumTlsSpec(external: ExternalHost): object {
  const { gateway, host } = external;
  const port = originatingPort(external);
  const params = { tls_minimum_protocol_version: 'TLSv1_3', tls_maximum_protocol_version: 'TLSv1_3' };
  const context = {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
    common_tls_context: { tls_params: params, ...(port && names(external, port.origination)) },
  };
  return {
    workloadSelector: { labels: { ...gateway.selector } },
    configPatches: [
      {
        applyTo: 'CLUSTER',
        match: { context: 'GATEWAY', cluster: { service: host.name, portNumber: port?.number } },
        patch: {
          operation: 'MERGE',
          value: { transport_socket: { name: 'envoy.transport_sockets.tls', typed_config: context } },
        },
      },
    ],
  };
}

/** What the DestinationRule says too, in Envoy's words. */
function names({ host }: ExternalHost, origination: Origination): object {
  if (!origination.verify) return {};
  const matchers = namesToVerify(origination, host).map((name) => ({
    san_type: name.startsWith('spiffe://') ? 'URI' : 'DNS',
    matcher: { exact: name },
  }));
  return { combined_validation_context: { default_validation_context: { match_typed_subject_alt_names: matchers } } };
}
