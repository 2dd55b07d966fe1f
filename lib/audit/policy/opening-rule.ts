import { Protocol } from './endpoint';
import { IpBlock } from './ip-block';

/** The ports that a rule for egress opens. */
export interface OpenedPort {
  readonly protocol: Protocol;
  /** The first or the last port; undefined for every port. */
  readonly port: number | undefined;
}

/** The blocks of addresses and the ports of a rule that allows connections. */
export interface OpeningRule {
  readonly blocks: readonly IpBlock[];
  readonly ports: readonly OpenedPort[];
}

/** Returns both ends of ports that a rule opens. */
export function endsOfPorts(protocol: Protocol, first?: number, last = first): OpenedPort[] {
  return [...new Set([first, last])].map((port) => ({ protocol, port }));
}
