import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { EgressLayout } from '../layout/egress-layout';
import { accessProblems } from '../model/access-problems';
import { gatewayKey, serviceHost } from '../model/gateway-facts';
import { Operator } from '../model/gateway-registry';
import { splitProblems } from '../model/split-host';
import { catchAllObjects } from './catch-all';
import { ClientTls } from './client-tls';
import { denyPolicyOf } from './deny-policy';
import { EgressGatewayAttributes, GatewayMetadata } from './egress-gateway-attributes';
import { gatewayFactsOf } from './gateway-facts-of';
import { GatewayPorts } from './gateway-ports';
import { IEgressGateway } from './iegress-gateway';
import { readAttributes } from './read-attributes';
import { refuseAnonymous } from './refuse-anonymous';

/** What all gateways share: they are described once, in words that no other construct of the app contradicts. */
export abstract class EgressGatewayBase extends Construct implements IEgressGateway {
  public readonly namespace: string;
  public readonly serviceName: string;
  public readonly serviceHost: string;
  public readonly selector: { readonly [key: string]: string };
  public readonly ports: GatewayPorts;
  public readonly clusterDomain: string;
  public readonly clientTls: ClientTls;
  public readonly layout: EgressLayout;
  public readonly requireSources: boolean;
  public readonly metadata?: GatewayMetadata;

  /** For the kinds of gateways of this library. */
  protected constructor(
    scope: Construct,
    id: string,
    attrs: EgressGatewayAttributes,
    deploys: boolean,
    foreign: boolean,
  ) {
    super(scope, id);
    const read = atPath(this, () =>
      foreign
        ? readAttributes('EgressGateway.fromExisting', attrs, {})
        : readAttributes('EgressGateway', attrs, { workload: true }),
    );
    this.namespace = read.namespace;
    this.serviceName = read.serviceName;
    this.selector = read.selector;
    this.ports = read.ports;
    this.clusterDomain = read.clusterDomain;
    this.clientTls = read.clientTls;
    this.layout = read.layout;
    this.requireSources = read.requireSources;
    this.metadata = read.metadata;
    const facts = gatewayFactsOf(read);
    this.serviceHost = serviceHost(facts);
    const { gateways, namespaces, plan } = meshOf(this);
    const first = atPath(this, () => gateways.register(facts, this.node.path, operatorOf(deploys, foreign)));
    atPath(this, () => namespaces.live(this.namespace, this.node.path));
    if (first)
      this.node.addValidation({
        validate: () => [
          ...accessProblems(facts, plan.routesThrough(facts), plan.routesBeside(facts)),
          ...splitProblems(facts, plan.externalHosts()),
        ],
      });
    if (this.requireSources) atPath(this, () => this.denyOthers());
  }

  private denyOthers(): void {
    refuseAnonymous(this.clientTls);
    denyPolicyOf(this);
  }

  /** See {@link IEgressGateway.denyPolicy}. */
  public get denyPolicy(): ApiObject | undefined {
    return meshOf(this).denyPolicies.get(gatewayKey(gatewayFactsOf(this)));
  }

  /** See {@link IEgressGateway.undeclaredObjects}. */
  public get undeclaredObjects(): readonly ApiObject[] {
    return catchAllObjects(this);
  }
}

function operatorOf(deploys: boolean, foreign: boolean): Operator {
  if (foreign) return 'somebody else';
  return deploys ? 'construct' : 'installer';
}
