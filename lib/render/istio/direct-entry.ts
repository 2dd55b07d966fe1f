import {
  ServiceEntrySpec,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
} from '../../../imports/networking.istio.io';
import { Host } from '../../host/host';
import { DirectHostRecord, isMatchedByCidrs } from '../../mesh/direct-hosts';
import { objectName, slug } from '../object-name';

/** Returns the name of the ServiceEntry of a direct host: `direct-s3-example-com`. */
export function directEntryName(host: Host): string {
  return objectName('direct', slug(host.name));
}

/**
 * Returns the ServiceEntry of a host that sidecars connect to without a gateway, visible to the client namespaces only.
 *
 * The sidecar resolves a full name itself, so that a caller who states the name reaches the host and no other address. For hosts that
 * sidecars identify by ranges, the sidecar connects to the address that the application dialled, if the address is in the ranges.
 */
export function directEntrySpec(record: DirectHostRecord, host: Host): ServiceEntrySpec {
  const { ports, protocol, cidrs, namespaces } = record;
  const byCidrs = isMatchedByCidrs(record);
  return {
    hosts: [host.name],
    ...(byCidrs && { addresses: [...cidrs] }),
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    ports: ports.map((number) => ({ name: `${protocol.toLowerCase()}-${number}`, number, protocol })),
    exportTo: [...namespaces],
    resolution: byCidrs ? ServiceEntrySpecResolution.NONE : ServiceEntrySpecResolution.DNS,
  };
}
