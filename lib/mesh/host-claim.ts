import { Host } from '../host/host';
import { ExportTo } from './export-to';
import { ClaimedPort } from './external-host';
import { GatewayModel } from './gateway';
import { ObjectMetadata } from './object-metadata';
import { Resolution } from './resolution';
import { UpstreamProxyModel } from './upstream-proxy-model';

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
   * How the gateway finds the addresses of the host.
   * @default - the gateway resolves the name of the host by DNS
   */
  readonly resolution?: Resolution | undefined;
  /**
   * The proxy through which the gateway connects to the host.
   * @default - none
   */
  readonly upstreamProxy?: UpstreamProxyModel | undefined;
  readonly metadata: ObjectMetadata;
}
