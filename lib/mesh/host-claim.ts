import { Host } from '../host/host';
import { Wildcard } from '../host/wildcard';
import { ExportTo } from './export-to';
import { ClaimedPort } from './external-host';
import { GatewayModel } from './gateway';
import { ObjectMetadata } from './object-metadata';

/** The declaration of one host by one route. */
export interface HostClaim {
  /** Path of the route. */
  readonly owner: string;
  /** Path of the chart that the host's objects are written to. */
  readonly chart: string;
  /** The namespace of the host's ServiceEntry and VirtualService. */
  readonly namespace: string;
  readonly gateway: GatewayModel;
  readonly host: Host;
  readonly ports: readonly ClaimedPort[];
  readonly exportTo: ExportTo;
  /**
   * The target of a wildcard.
   * @default - none: the host is a single host
   */
  readonly wildcard?: Wildcard | undefined;
  readonly metadata: ObjectMetadata;
}
