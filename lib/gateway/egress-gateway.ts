import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { tellOnStderr } from '../construct/stderr';
import { GatewayFacts } from '../mesh/gateway';
import { required } from '../input/instance';
import { unreadableSecrets } from '../analysis/unreadable-secrets';
import { writeDeployment } from './deployment-objects';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayBase } from './egress-gateway-base';
import { ExistingGateway } from './existing-gateway';
import { gatewayFactsOf } from './gateway-facts-of';
import { GatewayWorkload } from './gateway-workload';
import { IEgressGateway } from './iegress-gateway';
import { gatewayChartValues, istiodChartValues, istioOperator } from './install-overlay';

/** Properties of an `EgressGateway`. */
export interface EgressGatewayProps extends EgressGatewayAttributes {
  /**
   * Who runs the gateway's pods.
   * @default GatewayWorkload.installed()
   */
  readonly workload?: GatewayWorkload;
}

/**
 * A dedicated gateway for what leaves the mesh: the one that `istioctl` installs unless the properties say otherwise. Routes
 * send hosts through it, an `EgressLockdownPolicy` closes every other way. By itself an installed gateway writes no object.
 * (The Gateway API may one day have a kind of this name; this is a construct.)
 *
 * @example
 * const gateway = new EgressGateway(chart, 'gateway');
 * new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'] });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressGateway extends EgressGatewayBase {
  /**
   * A gateway that some other chart, app or team owns. Routes on it write what they need beside what is there: Istio merges
   * the Gateway objects that select the same pods, and the subsets of DestinationRules for one Service in one namespace. A host
   * belongs to one app: where two declare it, the last `kubectl apply` overwrites the other's objects. **Once a route has sources
   * (`allowFrom`), the gateway denies everything else, the routes of other apps included** until those have sources too; a
   * warning at synthesis says so. With `requireSources` it is the owner's app that writes the policy for that, so that this one can be
   * deleted alone; say it here where the owner says it.
   *
   * @example
   * const gateway = EgressGateway.fromExisting(chart, 'gateway', {
   *   namespace: 'istio-egress',
   *   serviceName: 'egress',
   *   selector: { istio: 'dedicated-egress' },
   *   requireSources: true,
   * });
   *
   * @throws Error for a malformed attribute, or one that contradicts another description of the gateway in the app
   */
  public static fromExisting(scope: Construct, id: string, attrs: EgressGatewayAttributes = {}): IEgressGateway {
    return new ExistingGateway(scope, id, attrs);
  }

  /** Who runs the gateway's pods. */
  public readonly workload: GatewayWorkload;
  /** The objects of the gateway's workload, empty for an installed one. The objects of hosts are the routes'. */
  public readonly objects: readonly ApiObject[];

  /**
   * @throws Error for a malformed property, or one that contradicts another description of the gateway in the app
   */
  public constructor(scope: Construct, id: string, props: EgressGatewayProps = {}) {
    const { workload = GatewayWorkload.installed() } = props;
    super(scope, id, props, workload?.deployed, false);
    atPath(this, () => {
      const sound = workload instanceof GatewayWorkload;
      required('workload', sound, workload, 'GatewayWorkload.deployment({ ... }) or GatewayWorkload.installed()');
    });
    this.workload = workload;
    const facts = gatewayFactsOf(this);
    this.objects = workload.deployed
      ? atPath(this, () => writeDeployment(this, facts, workload._options, this.metadata ?? {}))
      : [];
    this.node.defaultChild = this.objects.find(({ kind }) => kind === 'Deployment');
    if (workload.deployed && workload._options.readSecrets === undefined) {
      this.node.addValidation({ validate: () => [...unreadableSecrets(facts, meshOf(this).plan.externalHosts())] });
    }
    atSynth(this, () => this.warnWithoutRoutes(facts));
  }

  private warnWithoutRoutes(facts: GatewayFacts): void {
    if (meshOf(this).plan.routesThrough(facts).length > 0) return;
    tellOnStderr('warning', this, `gateway ${this.serviceHost} has no routes: nothing of this app leaves through it`);
  }

  /**
   * What those who install Istio with `istioctl` or Helm need: an IstioOperator with the gateway, its nodes and replicas, and
   * the access log; and, as comments behind it, the Helm values that mean the same. `istioctl install -f` takes the text as
   * it is. Never part of what `kubectl apply -f dist/` takes.
   *
   * @example
   * writeFileSync('egress-gateway.istio.yaml', gateway.installOverlay());
   */
  public installOverlay(): string {
    const facts = gatewayFactsOf(this);
    const comment = (text: string): string => text.replace(/^(?=.)/gm, '# ');
    const chart = `helm install ${this.serviceName} istio/gateway -n ${this.namespace} -f values.yaml, with values.yaml:`;
    return [
      istioOperator(facts, this.workload),
      comment(`The same with Helm. In the values of the chart istio/istiod:\n${istiodChartValues()}`),
      ...(this.workload.deployed ? [] : [comment(`${chart}\n${gatewayChartValues(facts, this.workload)}`)]),
    ].join('');
  }
}
