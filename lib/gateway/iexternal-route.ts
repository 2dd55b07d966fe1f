import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressSource } from '../access/egress-source';
import { ExportTo } from '../mesh/export-to';

/** A route to external hosts, of whatever kind: `ExternalHttpRoute`, `ExternalTlsRoute` or `ExternalTcpRoute`. */
export interface IExternalRoute extends IConstruct {
  /** The hosts: lower case, without a trailing dot, sorted. */
  readonly hosts: string[];
  /** The sources that may use the route, sorted; empty if every caller may. */
  readonly sources: EgressSource[];
  /** The namespaces that can see the route. */
  readonly exportTo: ExportTo;
  /** Every object of the hosts. */
  readonly objects: ApiObject[];
  /** Adds allowed sources to the route. */
  allowFrom(...sources: EgressSource[]): void;
}
