import { IEgressGateway } from '../gateway/iegress-gateway';
import { EgressAllowListRow } from './egress-allow-list-row';

/** Properties that every allow-list has. */
export interface EgressAllowListProps {
  /**
   * The day by which rows expire, `2027-03-31`. A test writes a day, so that its result does not depend on the clock.
   * @default - the day of the clock, in UTC
   */
  readonly today?: string | undefined;
}

/** Properties of an allow-list whose rows are in the program. */
export interface EgressAllowListRowsProps extends EgressAllowListProps {
  /** The gateway that the hosts are reached through. */
  readonly gateway: IEgressGateway;
  /** The rows, at least one, each with a name of its own. */
  readonly rows: EgressAllowListRow[];
}

/** Properties of an allow-list in a file. */
export interface EgressAllowListFileProps extends EgressAllowListProps {
  /** Path of the file, from the working directory: YAML 1.2 or JSON. */
  readonly file: string;
  /**
   * The gateway that the hosts are reached through.
   * @default - the gateway of the file: `gateway` or `existingGateway`
   */
  readonly gateway?: IEgressGateway | undefined;
}
