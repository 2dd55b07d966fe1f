import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { atSynth } from '../construct/at-synth';
import { refuseChartless } from '../construct/in-chart';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { tellOnStderr } from '../construct/stderr';
import { writeObject } from '../construct/write-object';
import { sidecarSpec } from '../render/istio/sidecar';
import { strictFilterSpec } from '../render/istio/egress-proxy-filter';
import { catchAll } from '../gateway/egress-proxy';
import { gatewayFactsOf, refuseStranger } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { gatewayKey } from '../mesh/gateway';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { objectName } from '../render/object-name';
import { parseNamespaces, refuseSystemNamespaces } from '../input/namespace';
import { refuseList } from '../input/variadic';
import { required } from '../input/instance';
import { hostsOpenTo, parseSidecarHosts } from '../mesh/sidecar-hosts';
import { OutboundTrafficPolicy } from './outbound-traffic-policy';

/** Properties of an `EgressSidecar`. */
export interface EgressSidecarProps {
  /** The namespaces of the clients, at least one; never one of the cluster's or of Istio's installation. */
  readonly namespaces: readonly string[];
  /**
   * What their sidecars do with hosts that they do not know.
   * @default OutboundTrafficPolicy.REGISTRY_ONLY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  /**
   * What else their pods call in the mesh, as `namespace/host`: `databases/*`. Hosts of other apps' routes must be named too, and
   * the Service of the gateway that they go through.
   * @default - nothing else than what they always know: the own namespace, and the routes of this app that are open to it
   */
  readonly hosts?: readonly string[];
}

/**
 * Narrows what the sidecars of client namespaces know to what their routes need: one Sidecar per namespace, for all its pods.
 * A sidecar then holds less and learns less; what other namespaces declare does not reach it.
 *
 * Istio takes one Sidecar for all pods of a namespace, the oldest: delete one that is there already (often called `default`).
 *
 * **Services of other namespaces are unknown to it too** unless `hosts` names them. A host that a sidecar does not know is one
 * that nobody declared: under `ALLOW_ANY` it is reached directly. So that needs a lockdown of the namespace in the same app; or
 * `OutboundTrafficPolicy.egressProxy(gateway)`, with which it ends at the gateway.
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
 * new EgressSidecar(chart, 'sidecars', { namespaces: ['payments'], hosts: ['databases/*'] });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class EgressSidecar extends Construct {
  /** What the sidecars do with hosts that they do not know. */
  public readonly outboundTrafficPolicy: OutboundTrafficPolicy;
  /** The namespaces of the clients, sorted. */
  public readonly namespaces: readonly string[];
  /** The Sidecar objects, one per namespace, in the order of `namespaces`. The first is the construct's `node.defaultChild`. */
  public readonly sidecars: readonly ApiObject[];
  /** The EnvoyFilters of strict namespaces, one each, in the order of `namespaces`; none where the policy is another. */
  public readonly envoyFilters: readonly ApiObject[];

  private readonly hosts: string[] = [];

  /**
   * @throws Error for malformed, duplicate or protected namespaces, for one that has an `EgressSidecar`, and for a malformed
   * host; for a gateway of another app, or without mTLS, in the policy; at synthesis for `ALLOW_ANY` in a namespace that no construct of the app locks down
   */
  public constructor(scope: Construct, id: string, props: EgressSidecarProps) {
    super(scope, id);
    const policy = atPath(this, () => {
      refuseUnknown('EgressSidecar', props, KNOWN);
      refuseChartless(this);
      return this.readPolicy(props);
    });
    this.outboundTrafficPolicy = policy;
    if (props.hosts !== undefined) this.add(props.hosts);
    this.namespaces = atPath(this, () => this.narrow(parseNamespaces(props.namespaces)));
    const { _gateway: strict } = policy;
    this.envoyFilters = strict ? this.namespaces.map((namespace) => this.writeFilter(namespace, strict)) : [];
    this.sidecars = this.namespaces.map((namespace) => this.write(namespace));
    this.node.defaultChild = this.sidecars[0];
    if (strict) atSynth(this, () => this.warnUnlessLed(strict));
    if (policy === OutboundTrafficPolicy.ALLOW_ANY) this.node.addValidation({ validate: () => this.notLockedDown() });
  }

  /**
   * Adds hosts that their pods call in the mesh, as `namespace/host`.
   * @throws Error for a malformed one
   */
  public addHosts(...hosts: string[]): void {
    atPath(this, () => refuseList('sidecar.addHosts', hosts, '"databases/*"'));
    this.add(hosts);
  }

  private readPolicy(props: EgressSidecarProps): OutboundTrafficPolicy {
    const { outboundTrafficPolicy: policy = OutboundTrafficPolicy.REGISTRY_ONLY } = props;
    required('outboundTrafficPolicy', policy instanceof OutboundTrafficPolicy, policy, CHOICES);
    if (policy._gateway !== undefined) this.beStrict(policy._gateway);
    return policy;
  }

  private narrow(namespaces: readonly string[]): readonly string[] {
    refuseSystemNamespaces(namespaces);
    for (const namespace of namespaces) meshOf(this).namespaces.narrow(namespace, this.node.path);
    return namespaces;
  }

  private beStrict(gateway: IEgressGateway): void {
    refuseStranger(this, gateway);
    catchAll(gateway);
  }

  private add(hosts: readonly string[]): void {
    this.hosts.push(...atPath(this, () => parseSidecarHosts(hosts)));
  }

  private write(namespace: string): ApiObject {
    const { plan } = meshOf(this);
    const sidecar = writeObject(this, `Sidecar-${namespace}`, {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { namespace, name: objectName('egress-sidecar', namespace) },
      spec: () => {
        const { _mode: mode, _gateway: gateway } = this.outboundTrafficPolicy;
        const facts = gateway && gatewayFactsOf(gateway);
        const hosts = [...this.hosts, ...hostsOpenTo(namespace, plan.externalHosts(), facts)];
        return sidecarSpec(mode, hosts, facts);
      },
    });
    return afterNamespaces(sidecar);
  }

  private writeFilter(namespace: string, gateway: IEgressGateway): ApiObject {
    const filter = writeObject(this, `EnvoyFilter-${namespace}`, {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { namespace, name: objectName('egress-strict', namespace) },
      spec: () => strictFilterSpec(gatewayFactsOf(gateway)),
    });
    return afterNamespaces(filter);
  }

  private warnUnlessLed(gateway: IEgressGateway): void {
    const { namespaces } = meshOf(this);
    const key = gatewayKey(gateway);
    const cut = this.namespaces.filter(
      (name) => namespaces.isLockedDown(name) && !namespaces.ledTo(key).includes(name),
    );
    if (cut.length === 0) return;
    const text = `what sidecars in ${cut.join(', ')} do not know goes to gateway ${key}, where no lockdown leads them`;
    tellOnStderr(
      'warning',
      this,
      `${text}; fix: allow: [EgressPeer.gateway(...)] in the lockdown, or its gateway here`,
    );
  }

  private notLockedDown(): string[] {
    const { namespaces } = meshOf(this);
    const open = this.namespaces.filter((namespace) => !namespaces.isLockedDown(namespace));
    if (open.length === 0) return [];
    const { message } = new InputError({
      problem: 'sidecars would send what they no longer know around the gateway',
      got: { outboundTrafficPolicy: 'ALLOW_ANY', namespaces: open },
      allowed: 'ALLOW_ANY in namespaces that an EgressLockdownPolicy of the app locks down',
      fix: 'leave outboundTrafficPolicy out, or lock the namespaces down',
    });
    return [message];
  }
}

const CHOICES =
  'OutboundTrafficPolicy.REGISTRY_ONLY, OutboundTrafficPolicy.ALLOW_ANY or OutboundTrafficPolicy.egressProxy(gateway)';

const KNOWN: Known<EgressSidecarProps> = { namespaces: true, outboundTrafficPolicy: true, hosts: true };
