import {
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
} from '../../../imports/networking.istio.io';
import { entryProtocol, ExternalHost, ExternalPort } from '../../mesh/external-host';
import { entryOf } from '../../mesh/host-entry';
import { byDns } from '../../mesh/resolution';
import { tunnelPort, tunnelResolution } from '../../mesh/tunnel';

/**
 * Returns a ServiceEntry that adds one external host to the service registry, with exactly the ports that routes claim.
 *
 * The default `resolution` is `DNS`, since the gateway resolves the name: with `NONE` the gateway would have an empty cluster and
 * answer 503 (`convertResolution` in istio.io/istio `pilot/pkg/networking/core/cluster.go`).
 *
 * With TLS from the gateway, the TLS port of the host is the `targetPort` of the port that applications call, and not a separate
 * port: a separate port would be open to every sidecar, around the gateway.
 *
 * If the gateway reaches the host through a proxy, the endpoint is the loopback address at which the tunnels of the host begin.
 * Nothing resolves the name. A sidecar without the route to the gateway would connect to its own pod.
 *
 * TCP carries no name. Without `addresses`, a sidecar would match every connection to the port as a connection to the host. Ranges have
 * the resolution `NONE`, and the gateway has a cluster of its own for them (`cidrFilterSpec`).
 *
 * @param name the host, or the outer name of a further port that has a ServiceEntry
 */
export function serviceEntrySpec(external: ExternalHost, name = external.host): ServiceEntrySpec {
  const { ports } = entryOf(external, name);
  const addresses = ports.map((port) => port.addresses ?? port.cidrs).find((each) => each !== undefined);
  return {
    hosts: [name.name],
    ...(addresses && { addresses: [...addresses] }),
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: ports.map((port) => ({
      name: `${entryProtocol(port).toLowerCase()}-${port.number}`,
      number: port.number,
      protocol: entryProtocol(port),
      ...targetPort(external, port),
    })),
    ...(external.exportTo && { exportTo: [...external.exportTo] }),
    ...resolutionOf(external),
  };
}

function targetPort(external: ExternalHost, { number, origination }: ExternalPort) {
  if (external.upstreamProxy !== undefined) return { targetPort: tunnelPort(external, number) };
  return origination && { targetPort: origination.port };
}

function resolutionOf(external: ExternalHost): Pick<ServiceEntrySpec, 'resolution' | 'endpoints'> {
  const { kind, endpoints } = external.upstreamProxy
    ? tunnelResolution(external)
    : (external.resolution ?? byDns(external.host));
  return {
    resolution: RESOLUTIONS[kind],
    ...(endpoints.length > 0 && { endpoints: endpoints.map((endpoint) => ({ ...endpoint })) }),
  };
}

const RESOLUTIONS = {
  DNS: ServiceEntrySpecResolution.DNS,
  DNS_ROUND_ROBIN: ServiceEntrySpecResolution.DNS_UNDERSCORE_ROUND_UNDERSCORE_ROBIN,
  DYNAMIC_DNS: ServiceEntrySpecResolution.DYNAMIC_UNDERSCORE_DNS,
  NONE: ServiceEntrySpecResolution.NONE,
  STATIC: ServiceEntrySpecResolution.STATIC,
} as const;
