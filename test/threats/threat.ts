/** A way around the gateway, and what closes it. The cases that show it name it: `closes` and `remains` of a group. */
import { WayId } from '../conformance/cases/group';

export interface Threat {
  /** `B1` and so on, without a gap. */
  readonly id: WayId;
  readonly title: string;
  /** How it works. */
  readonly how: string;
  /** Names of the public API in backticks, each with the kind of the object that closes the way. */
  readonly closedBy?: readonly string[];
  /** Tests of what is written, or of what is refused at synthesis. */
  readonly tests?: readonly NamedTest[];
  /** What stays open, and how to close it outside these manifests. */
  readonly remains?: string;
  /** Why it is no way around the objects of this library, and what holds all the same. */
  readonly notApplicable?: string;
}

export interface NamedTest {
  /** The file, from the root of the repository. */
  readonly file: string;
  /** The title in the file, with `%s` where a table fills it. */
  readonly name: string;
}

export const LOCKDOWN = '`EgressLockdownPolicy` (NetworkPolicy)';
export const CLUSTER_LOCKDOWN = '`ClusterLockdownPolicy` (ClusterNetworkPolicy)';
export const GATEWAY_LOCKDOWN = '`GatewayLockdownPolicy` (NetworkPolicy)';
export const ADMISSION = '`EgressAdmissionPolicy` (ValidatingAdmissionPolicy)';

export type Status = 'closed' | 'closed in part' | 'made harder' | 'open to manifests' | 'not applicable';

/** Returns the status that follows from the data, and from whether a case shows that the way is closed. */
export function statusOf({ closedBy, remains, notApplicable }: Threat, isShown: boolean): Status {
  if (notApplicable !== undefined) return 'not applicable';
  if (closedBy === undefined) return 'open to manifests';
  if (!isShown) return 'made harder';
  return remains === undefined ? 'closed' : 'closed in part';
}
