import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { EgressMetadata } from '../construct/egress-metadata';
import { withConstructPath } from '../construct/diagnostics';
import { register } from '../construct/mesh';
import { orderChildren } from '../construct/node';
import { mark } from '../input/instance';
import { ClientTls } from '../mesh/client-tls';
import { serviceHost } from '../mesh/gateway';
import { GatewayDescription } from '../mesh/gateways';
import {
  cidrsPortObjectsOf,
  connectFilterOf,
  defaultDenyPolicyOf,
  egressProxyObjectsOf,
  writeOwnObjects,
} from './write-own-objects';
import { nonEmpty } from './gateway-metadata';
import { GatewayPorts } from './gateway-ports';
import { IEgressGateway } from './iegress-gateway';
import { IExternalRoute } from './iexternal-route';
import { routesThrough, routesTo } from './routes';
import { setGatewayModel, toGatewayModel } from './to-gateway-model';
import { UpstreamProxy } from './upstream-proxy';

/** The common base of gateways that this app creates, and of gateways that other apps own. */
export abstract class EgressGatewayBase extends Construct implements IEgressGateway {
  /** Ports of the Service and of the pods. */
  public abstract readonly ports: GatewayPorts;

  /** Creates the construct; the kinds of gateways of this library describe the gateway. */
  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    // The workload comes first, whatever asks for the other objects at first.
    orderChildren(this, (child) => ['AuthorizationPolicy', 'EnvoyFilter', 'CidrsPort', 'EgressProxy'].indexOf(child));
  }

  /**
   * Registers the description of the gateway, and writes the objects that the description needs.
   *
   * @internal
   */
  protected _describe(description: Omit<GatewayDescription, 'owner'>): void {
    const { model } = description;
    setGatewayModel(this, model);
    mark(this, 'EgressGateway');
    const { model: mesh } = register(this);
    mesh.gateways.add({ owner: this.node.path, ...description });
    if (model.egressProxy) mesh.plan.addEgressProxy(model);
    withConstructPath(this, () => writeOwnObjects(this));
  }

  /** Namespace of the gateway's pods and of its Service. */
  public get namespace(): string {
    return toGatewayModel(this).namespace;
  }

  /** Name of the gateway's Service. */
  public get serviceName(): string {
    return toGatewayModel(this).serviceName;
  }

  /** Full DNS name of the gateway's Service: `istio-egressgateway.istio-system.svc.cluster.local`. */
  public get serviceHost(): string {
    return serviceHost(toGatewayModel(this));
  }

  /** Labels that select the gateway's pods. */
  public get selector(): { readonly [key: string]: string } {
    return { ...toGatewayModel(this).selector };
  }

  /** Labels and annotations of the gateway's objects. */
  public get metadata(): EgressMetadata | undefined {
    return nonEmpty(toGatewayModel(this).metadata);
  }

  /** DNS domain of the cluster. */
  public get clusterDomain(): string {
    return toGatewayModel(this).clusterDomain;
  }

  /** TLS mode between sidecars and the gateway. */
  public get clientTls(): ClientTls {
    return toGatewayModel(this).clientTls;
  }

  /** Whether the gateway denies every request that no route allows. */
  public get defaultDeny(): boolean {
    return toGatewayModel(this).defaultDeny;
  }

  /** Whether the gateway accepts egress-proxy traffic (unknown hosts) from sidecars of any app. */
  public get egressProxy(): boolean {
    return toGatewayModel(this).egressProxy;
  }

  /** The proxy through which the gateway connects to the hosts of routes that name no other. */
  public get upstreamProxy(): UpstreamProxy {
    return UpstreamProxy._of(toGatewayModel(this).upstreamProxy);
  }

  /**
   * The AuthorizationPolicy that denies every request that no route through the gateway allows.
   * @default - none, if no route has sources, or if another app writes the policy
   */
  public get defaultDenyPolicy(): ApiObject | undefined {
    return defaultDenyPolicyOf(this);
  }

  /**
   * The EnvoyFilter by which the gateway connects to the hosts of TLS and TCP routes after the TLS handshake with the caller.
   * @default - none, if no such route has sources, or if another app writes the filter
   */
  public get connectFilter(): ApiObject | undefined {
    return connectFilterOf(this);
  }

  /** The Service of the port for ranges, and the EnvoyFilter by which the gateway reads PROXY protocol headers on that port alone. */
  public get cidrsPortObjects(): ApiObject[] {
    return [...cidrsPortObjectsOf(this)];
  }

  /** The objects that accept egress-proxy traffic, in the order in which they are written. */
  public get egressProxyObjects(): ApiObject[] {
    return [...egressProxyObjectsOf(this)];
  }

  /** The routes of this app through the gateway, sorted by path. */
  public get routes(): IExternalRoute[] {
    return [...routesThrough(this)];
  }

  /**
   * Returns the routes of this app to a host through the gateway, such as `api.example.com` or `*.example.com`.
   * @throws EgressError for a host that is not text
   */
  public routesTo(host: string): IExternalRoute[] {
    return withConstructPath(this, () => [...routesTo(this, host)]);
  }
}
