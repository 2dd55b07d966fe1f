import { ExternalHost, ExternalPort, gatewayPorts } from '../../mesh/external-host';
import { namesToVerify, TlsOriginationModel } from '../../mesh/tls-origination-model';
import { TlsVersion } from '../../mesh/tls-version';
import { gatewayFilter, tlsPatch, verifyingNames } from './envoy-filter';

/** Returns whether the gateway must refuse TLS versions that it accepts by default. */
export function needsMinimumTls(external: ExternalHost): boolean {
  return portsWithMinimum(external).length > 0;
}

/**
 * Returns an EnvoyFilter that makes the gateway refuse TLS 1.2 from ports of a host. No other API has this setting: a
 * DestinationRule has no such field, and the field of the mesh configuration does not apply to TLS that the gateway originates
 * (`applyTLSDefaults` in istio.io/istio `pilot/pkg/networking/core/cluster_tls.go`). Istio merges the filter into the TLS context
 * of the cluster.
 *
 * Without the DestinationRule, the filter alone would configure TLS without verification, so that it also has the names to
 * verify. Envoy rejects a cluster with names and without a CA bundle: a running pod keeps its previous cluster, and a new pod
 * does not become ready.
 */
export function minimumTlsSpec(external: ExternalHost): object {
  const { gateway, host } = external;
  const patches = portsWithMinimum(external).map(({ number, origination, addresses }) => ({
    applyTo: 'CLUSTER',
    match: { context: 'GATEWAY', cluster: { service: host.name, portNumber: number } },
    patch: tlsPatch('Upstream', {
      tls_params: TLS_1_3,
      ...(origination && names(external, origination, addresses?.[0])),
    }),
  }));
  return gatewayFilter(gateway, patches);
}

const TLS_1_3 = { tls_minimum_protocol_version: 'TLSv1_3', tls_maximum_protocol_version: 'TLSv1_3' };

function portsWithMinimum(external: ExternalHost): readonly ExternalPort[] {
  return gatewayPorts(external, 'HTTP').filter(
    ({ origination }) => origination?.minProtocolVersion === TlsVersion.TLS_1_3,
  );
}

/** Returns the names to verify, which the DestinationRule has too, as Envoy's configuration. */
function names({ host }: ExternalHost, origination: TlsOriginationModel, address?: string): object {
  if (!origination.verify) return {};
  const matchers = namesToVerify(origination, host, address).map((name) => ({
    san_type: name.startsWith('spiffe://') ? 'URI' : name === address ? 'IP_ADDRESS' : 'DNS',
    matcher: { exact: name },
  }));
  return verifyingNames(matchers);
}
