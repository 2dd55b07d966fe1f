import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { tellOnStderr } from '../construct/stderr';
import { EgressLayout } from '../layout/egress-layout';
import { accessProblems } from '../analysis/access-problems';
import { addressProblems } from '../analysis/address-problems';
import { GatewayFacts, gatewayKey, serviceHost } from '../mesh/gateway';
import { Operator } from '../mesh/gateway-registry';
import { openElsewhere, Routed } from '../analysis/open-elsewhere';
import { splitProblems } from '../analysis/split-problems';
import { wildcardProblems } from '../analysis/wildcard-problems';
import { catchAll, catchAllObjects } from './egress-proxy';
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
  public readonly takesUndeclared: boolean;
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
    const read = atPath(this, () => readDescription(attrs, foreign));
    this.namespace = read.namespace;
    this.serviceName = read.serviceName;
    this.selector = read.selector;
    this.ports = read.ports;
    this.clusterDomain = read.clusterDomain;
    this.clientTls = read.clientTls;
    this.layout = read.layout;
    this.requireSources = read.requireSources;
    this.takesUndeclared = read.takesUndeclared;
    this.metadata = read.metadata;
    const facts = gatewayFactsOf(read);
    this.serviceHost = serviceHost(facts);
    atPath(this, () => this.register(facts, operatorOf(deploys, foreign)));
    if (this.requireSources) atPath(this, () => this.denyOthers());
    if (this.takesUndeclared) atPath(this, () => catchAll(this));
  }

  private register(facts: GatewayFacts, operator: Operator): void {
    const { gateways, namespaces } = meshOf(this);
    const first = gateways.register(facts, this.node.path, operator);
    namespaces.live(this.namespace, this.node.path);
    if (!first) return;
    this.node.addValidation({ validate: () => this.problems(facts) });
    atSynth(this, () => this.warnWhereOpen(facts));
  }

  private warnWhereOpen(facts: GatewayFacts): void {
    const { gateways, plan } = meshOf(this);
    const routed = (one: GatewayFacts): Routed => ({ facts: one, routes: plan.routesThrough(one) });
    const own = gateways.all().filter((one) => !gateways.isForeign(one));
    for (const text of openElsewhere(routed(facts), own.map(routed))) tellOnStderr('warning', this, text);
  }

  private problems(facts: GatewayFacts): string[] {
    const { plan } = meshOf(this);
    return [
      ...accessProblems(facts, plan.routesThrough(facts), plan.routesBeside(facts)),
      ...splitProblems(facts, plan.externalHosts()),
      ...wildcardProblems(facts, plan.externalHosts()),
      ...addressProblems(facts, plan.externalHosts()),
    ];
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

function readDescription(attrs: EgressGatewayAttributes, foreign: boolean): ReturnType<typeof readAttributes> {
  return foreign
    ? readAttributes('EgressGateway.fromExisting', attrs, {})
    : readAttributes('EgressGateway', attrs, { workload: true });
}

function operatorOf(deploys: boolean, foreign: boolean): Operator {
  if (foreign) return 'somebody else';
  return deploys ? 'construct' : 'installer';
}
