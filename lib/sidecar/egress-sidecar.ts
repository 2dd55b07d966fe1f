import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { assertInChart } from '../construct/in-chart';
import { meshOf, register } from '../construct/mesh';
import { writeObject } from '../construct/write-object';
import { writeOwnObjects } from '../gateway/write-own-objects';
import { assertMutualTls } from '../gateway/mutual-tls';
import { assertSameMesh, toGatewayModel } from '../gateway/to-gateway-model';
import { assertInstance } from '../input/instance';
import { parsePodLabels, POD_LABEL_HINTS } from '../input/labels';
import { parseApplicationNamespaces } from '../input/system-namespaces';
import { PropertyHints, PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { assertVariadic } from '../input/variadic';
import { GatewayModel } from '../mesh/gateway';
import { directImportsOf } from '../mesh/direct-hosts';
import { importsOf, withoutCovered } from '../mesh/sidecar-hosts';
import { egressProxyFilterSpec } from '../render/istio/egress-proxy-filter';
import { sidecarSpec } from '../render/istio/sidecar';
import { objectName, podsName } from '../render/object-name';
import { OutboundTrafficPolicy } from './outbound-traffic-policy';
import { parseSidecarHosts } from './parse-sidecar-hosts';

/** Properties of an `EgressSidecar`. */
export interface EgressSidecarProps {
  /** The client namespaces, at least one; no namespace of the cluster or of Istio's installation. */
  readonly namespaces: string[];
  /**
   * Labels of the pods whose sidecars are configured, as `workloadSelector` of the Sidecars. Istio prefers a Sidecar with labels to the
   * Sidecar of the namespace. Two constructs with `podLabels` for one namespace have a label with different values.
   * @default - every pod of the namespaces that no other EgressSidecar selects
   */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
  /**
   * How the sidecars handle unknown hosts.
   * @default OutboundTrafficPolicy.REGISTRY_ONLY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy | undefined;
  /**
   * Further hosts of the mesh that the sidecars import, as `namespace/host`: `databases/*`. Hosts of routes of other apps are
   * listed here too, with the Service of their gateway.
   * @default - the own namespace, and the routes of this app that are open to the namespace
   */
  readonly additionalHosts?: string[] | undefined;
}

/**
 * The Sidecar of client namespaces: one per namespace, for all its pods. The sidecars import only what their routes need, and
 * receive no configuration of other namespaces.
 *
 * Istio uses one Sidecar for all pods of a namespace, the oldest: delete an existing Sidecar (often called `default`). With `podLabels`,
 * the Sidecar is for some pods, and Istio prefers it to the Sidecar of the namespace.
 *
 * **Services of other namespaces are unknown hosts too**, unless `additionalHosts` lists the Services. Under `ALLOW_ANY`, sidecars
 * connect to unknown hosts directly, so that `ALLOW_ANY` needs a lockdown of the namespace in the same mesh. With
 * `OutboundTrafficPolicy.egressProxy(gateway)`, unknown hosts end at the gateway.
 *
 * ```yaml
 * kind: Sidecar
 * metadata: { name: egress-sidecar-payments, namespace: payments }
 * spec:
 *   outboundTrafficPolicy: { mode: REGISTRY_ONLY }
 *   egress:
 *     - hosts:
 *         - ./*
 *         - default/api.bank.example
 *         - istio-system/istio-egressgateway.istio-system.svc.cluster.local
 * ```
 *
 * @example
 * new EgressSidecar(chart, 'sidecars', { namespaces: ['payments'], additionalHosts: ['databases/*'] });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class EgressSidecar extends Construct {
  /** How the sidecars handle unknown hosts. */
  public readonly outboundTrafficPolicy: OutboundTrafficPolicy;
  /** The client namespaces, sorted. */
  public readonly namespaces: string[];
  /** The labels of the pods whose sidecars are configured; empty for every pod. */
  public readonly podLabels: { readonly [key: string]: string };
  /** The Sidecar objects, one per namespace, in the order of `namespaces`. The first is the construct's `node.defaultChild`. */
  public readonly sidecars: ApiObject[];
  /** The EnvoyFilters of namespaces with an egress proxy, in the order of `namespaces`; empty for other policies. */
  public readonly envoyFilters: ApiObject[];

  private readonly additionalHosts: string[] = [];

  /**
   * @throws EgressError that names every unknown and malformed property, such as a protected namespace, a malformed host, or an
   * egress proxy of another mesh
   */
  public constructor(scope: Construct, id: string, props: EgressSidecarProps) {
    super(scope, id);
    const { policy, namespaces, podLabels, hosts } = withConstructPath(this, () => this.parse(props));
    this.outboundTrafficPolicy = policy;
    this.namespaces = [...namespaces];
    this.podLabels = podLabels;
    this.additionalHosts.push(...hosts);
    const proxy = policy._gateway && toGatewayModel(policy._gateway);
    this.registerSidecar(namespaces, proxy);
    this.envoyFilters = proxy ? namespaces.map((namespace) => this.writeFilter(namespace, proxy)) : [];
    this.sidecars = namespaces.map((namespace) => this.write(namespace, proxy));
    this.node.defaultChild = this.sidecars[0];
  }

  /**
   * Adds hosts of the mesh that the sidecars import, as `namespace/host`.
   * @throws EgressError for malformed hosts
   */
  public addHosts(...hosts: string[]): void {
    withConstructPath(this, () => {
      assertVariadic('sidecar.addHosts', hosts, '"databases/*"');
      this.additionalHosts.push(...parseSidecarHosts('hosts', hosts));
    });
  }

  private parse(props: EgressSidecarProps) {
    return readProperties(
      'EgressSidecar',
      props,
      PROPERTIES,
      ({ outboundTrafficPolicy, namespaces, podLabels, additionalHosts }) => ({
        chart: () => assertInChart(this),
        policy: () => this.parsePolicy(outboundTrafficPolicy),
        namespaces: () => parseApplicationNamespaces(namespaces, meshOf(this).model.settings.rootNamespace),
        podLabels: () => parsePodLabels(podLabels),
        hosts: () => parseSidecarHosts('additionalHosts', additionalHosts ?? []),
      }),
      HINTS,
    );
  }

  private parsePolicy(policy = OutboundTrafficPolicy.REGISTRY_ONLY): OutboundTrafficPolicy {
    assertInstance('outboundTrafficPolicy', policy, 'OutboundTrafficPolicy', 'OutboundTrafficPolicy.REGISTRY_ONLY');
    if (policy._gateway === undefined) return policy;
    assertSameMesh(this, policy._gateway, 'the gateway of outboundTrafficPolicy');
    assertMutualTls('OutboundTrafficPolicy.egressProxy(...)', policy._gateway.clientTls);
    return policy;
  }

  private registerSidecar(namespaces: readonly string[], egressProxy: GatewayModel | undefined): void {
    const { _mode: mode, _gateway: gateway } = this.outboundTrafficPolicy;
    const { model } = register(this);
    model.sidecars.add({ owner: this.node.path, namespaces, podLabels: this.podLabels, mode, egressProxy });
    if (gateway === undefined || egressProxy === undefined) return;
    model.plan.addEgressProxy(egressProxy);
    withConstructPath(this, () => writeOwnObjects(gateway));
  }

  private write(namespace: string, proxy: GatewayModel | undefined): ApiObject {
    const { plan, directHosts } = meshOf(this).model;
    return writeObject(this, `Sidecar-${namespace}`, {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { namespace, name: objectName('egress-sidecar', podsName(namespace, this.podLabels)) },
      spec: () => {
        const hosts = [
          ...this.additionalHosts,
          ...importsOf(namespace, plan.externalHosts(), proxy),
          ...directImportsOf(namespace, directHosts.all),
        ];
        return sidecarSpec(this.outboundTrafficPolicy._mode, withoutCovered(hosts), proxy, this.podLabels);
      },
    });
  }

  private writeFilter(namespace: string, proxy: GatewayModel): ApiObject {
    return writeObject(this, `EnvoyFilter-${namespace}`, {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { namespace, name: objectName('egress-strict', podsName(namespace, this.podLabels)) },
      spec: () => egressProxyFilterSpec(proxy, this.podLabels),
    });
  }
}

const HINTS: PropertyHints = {
  namespaces: REQUIRED,
  clientNamespaces: 'namespaces',
  ...POD_LABEL_HINTS,
  hosts: 'additionalHosts',
  mode: 'outboundTrafficPolicy',
};

const PROPERTIES: PropertyNames<EgressSidecarProps> = {
  namespaces: true,
  podLabels: true,
  outboundTrafficPolicy: true,
  additionalHosts: true,
};
