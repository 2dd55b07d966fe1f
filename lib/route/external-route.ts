import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { gatewayFactsOf } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { ExternalPort } from '../model/external-host';
import { refuseInternalHost } from '../model/gateway-facts';
import { parseHosts } from '../model/host-list';
import { parseDnsLabel } from '../model/namespace';
import { writeHostObjects } from './host-objects';

/** Properties that every kind of route has. */
export interface ExternalRouteProps {
  /** The gateway that the hosts are reached through. */
  readonly gateway: IEgressGateway;
  /**
   * The hosts: full DNS names, at least one, no wildcards. Upper case is lowered, a trailing dot is stripped. All ports of
   * one host belong to routes of one chart and one gateway.
   */
  readonly hosts: string[];
}

/**
 * What all kinds of route share. A route claims hosts and ports; the objects of a host are written once, from the claims of
 * all its routes, so that several routes may hold a handle to one object.
 */
export abstract class ExternalRoute extends Construct {
  /** The hosts as they are written: lower case, without a trailing dot, sorted. */
  public readonly hosts: readonly string[];
  /** The gateway that the hosts are reached through. */
  public readonly gateway: IEgressGateway;
  /** Every object that this route's hosts stand in, in the order in which they are written. */
  public readonly objects: readonly ApiObject[];

  /** For the kinds of routes of this library. */
  protected constructor(scope: Construct, id: string, props: ExternalRouteProps) {
    super(scope, id);
    const chart = Chart.of(this);
    const gateway = atPath(this, () => gatewayFactsOf(props.gateway));
    const { plan } = meshOf(this);
    const hosts = atPath(this, () => parseHosts(props.hosts));
    this.hosts = hosts.map((host) => host.name);
    this.gateway = props.gateway;
    this.objects = atPath(this, () => {
      const ports = this._readPorts(props);
      const namespace = parseDnsLabel('namespace', chart.namespace ?? gateway.namespace);
      for (const host of hosts) {
        refuseInternalHost(gateway, host);
        plan.claim({ owner: this.node.path, chart: chart.node.path, namespace, gateway, host, ports });
      }
      return hosts.flatMap((host) => writeHostObjects(chart, props.gateway, plan, host));
    });
    this.node.defaultChild = this.virtualServices[0];
  }

  /** The ServiceEntries of the hosts. */
  public get serviceEntries(): readonly ApiObject[] {
    return this.ofKind('ServiceEntry');
  }

  /** The Gateway objects of the hosts, which open the gateway's ports for them. */
  public get gatewayObjects(): readonly ApiObject[] {
    return this.ofKind('Gateway');
  }

  /** The DestinationRules of the hosts, with the subset of the gateway's Service that each uses. */
  public get destinationRules(): readonly ApiObject[] {
    return this.ofKind('DestinationRule');
  }

  /** The VirtualServices of the hosts. The first of them is the construct's `node.defaultChild`. */
  public get virtualServices(): readonly ApiObject[] {
    return this.ofKind('VirtualService');
  }

  /**
   * The ports that a route with these properties claims of each host. Called by the constructor: reads its argument only.
   *
   * @internal
   */
  protected abstract _readPorts(props: ExternalRouteProps): readonly ExternalPort[];

  private ofKind(kind: string): readonly ApiObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }
}
