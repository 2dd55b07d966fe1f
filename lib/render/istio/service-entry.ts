import {
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
} from '../../../imports/networking.istio.io';
import { ExternalHost, gatewayPort } from '../../mesh/external-host';

/**
 * Returns the ServiceEntry that adds one external host to the service registry, with exactly the ports that routes claim.
 *
 * `resolution` is `DNS`, since the gateway resolves the name: with `NONE` the gateway would have an empty cluster and answer 503
 * (`convertResolution` in istio.io/istio `pilot/pkg/networking/core/cluster.go`).
 *
 * With TLS from the gateway, the TLS port of the host is the `targetPort` of the port that applications call, and not a separate
 * port: a separate port would be open to every sidecar, around the gateway.
 *
 * The endpoint is the name of the host, or of the single target of a wildcard, with a trailing dot. Without the dot, a pod would
 * try its search domains first, where a Service of a namespace called `com` would receive the traffic of `edition.cnn.com` (seen
 * on a running mesh). istiod allows the dot "for unambiguous names" (`ValidateDNS1123Labels` in istio.io/istio
 * `pkg/config/validation/agent/validation.go`). For a wildcard with dynamic DNS, the gateway resolves the requested name.
 *
 * TCP carries no name. Without `addresses`, a sidecar would match every connection to the port as a connection to the host.
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
  if (wildcard?.kind === 'dynamicDns') return { resolution: ServiceEntrySpecResolution.DYNAMIC_UNDERSCORE_DNS };
  const { name } = wildcard?.target ?? host;
  return { resolution: ServiceEntrySpecResolution.DNS, endpoints: [{ address: `${name}.` }] };
}
