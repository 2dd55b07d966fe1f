import {
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
} from '../../../imports/networking.istio.io';
import { ExternalHost, gatewayPort } from '../../mesh/external-host';

/**
 * Makes one external host known to the mesh, with every port that any route names and no other.
 *
 * `resolution: DNS`, since the gateway resolves the name itself: with `NONE` it would have an empty cluster and answer 503
 * (`convertResolution` in istio.io/istio `pilot/pkg/networking/core/cluster.go`).
 *
 * Where the gateway speaks TLS, the host's TLS port stands behind the port of the applications (`targetPort`), not beside it: a
 * port of its own would be open to every sidecar, around the gateway.
 *
 * Its endpoint is its name with a dot behind it, or that of a wildcard's fixed target: without the dot a pod looks into its search
 * domains first, where a Service of a namespace called `com` would take the traffic of `edition.cnn.com` (seen on a running mesh).
 * istiod allows it "for unambiguous names" (`ValidateDNS1123Labels` in istio.io/istio `pkg/config/validation/agent/validation.go`).
 * Of a dynamic wildcard, the gateway resolves the name that was asked for.
 *
 * TCP has no name that a sidecar could go by: without `addresses` it takes every connection to the port for the host.
 */
export function serviceEntrySpec(external: ExternalHost): ServiceEntrySpec {
  const addresses = gatewayPort(external, 'TCP')?.addresses;
  return {
    hosts: [external.host.name],
    ...(addresses && { addresses: [...addresses] }),
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: external.ports.map((port) => ({
      name: `${port.protocol.toLowerCase()}-${port.number}`,
      number: port.number,
      protocol: port.protocol,
      ...(port.origination && { targetPort: port.origination.port }),
    })),
    ...(external.exportTo && { exportTo: [...external.exportTo] }),
    ...resolution(external),
  };
}

function resolution({ host, wildcard }: ExternalHost): Pick<ServiceEntrySpec, 'resolution' | 'endpoints'> {
  if (wildcard?.kind === 'dynamic') return { resolution: ServiceEntrySpecResolution.DYNAMIC_UNDERSCORE_DNS };
  const { name } = wildcard?.target ?? host;
  return { resolution: ServiceEntrySpecResolution.DNS, endpoints: [{ address: `${name}.` }] };
}
