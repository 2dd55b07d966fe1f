import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { assertInChart } from '../construct/in-chart';
import { meshOf, register } from '../construct/mesh';
import { writeObject } from '../construct/write-object';
import { nonEmpty } from '../gateway/gateway-metadata';
import { isMarked, mark } from '../input/instance';
import { SUPPRESSION_PREFIX } from '../input/suppression';
import { DirectEntry, DirectHostRecord } from '../mesh/direct-hosts';
import { DirectProtocol } from '../mesh/direct-protocol';
import { syncWave } from '../mesh/sync-wave';
import { directEntrySpec } from '../render/istio/direct-entry';
import { DirectHostProps } from './direct-host-props';
import { parseDirectHost } from './parse-direct-host';

/**
 * Hosts that stay direct on purpose, such as an object store beside the cluster: sidecars connect without the gateway. The construct
 * writes a ServiceEntry per host, so that `REGISTRY_ONLY` does not refuse the hosts. An `EgressSidecar` imports the hosts, and an
 * `EgressLockdownPolicy` opens `cidrs` on `ports`, for the namespaces of the construct. The `EgressSummary` shows the hosts as direct,
 * with `because`, which is also the reason in the annotations that suppress the findings EGR3022 and EGR3307 of the audit. A lockdown with ranges
 * of `EgressPeer.cidr` has no such annotation, since these ranges have no reason.
 *
 * **Nothing decides which workload connects.** No gateway authorizes or logs a direct connection. Two things decide which namespace
 * connects: the visibility of the ServiceEntry, which a pod without a sidecar does not need, and NetworkPolicies. A lockdown opens the
 * ranges for every pod of the namespace, and for every server in the ranges. Under `ALLOW_ANY`, the sidecars of any namespace without a
 * lockdown reach the hosts.
 *
 * A host has either a DirectHost or a route. Ports of a host with a route are direct by `directPorts` of the `ExternalHttpRoute`.
 *
 * ```yaml
 * kind: ServiceEntry
 * metadata: { name: direct-s3-example-com, namespace: payments }
 * spec:
 *   hosts: [s3.example.com]
 *   location: MESH_EXTERNAL
 *   ports: [{ name: tls-443, number: 443, protocol: TLS }]
 *   exportTo: [payments]
 *   resolution: DNS
 * ```
 *
 * @example
 * new DirectHost(chart, 'object-store', {
 *   hosts: ['s3.example.com'],
 *   namespaces: ['payments'],
 *   cidrs: ['203.0.113.48/29'],
 *   because: 'the object store is in the network of the cluster',
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class DirectHost extends Construct {
  /** Returns whether a value is a `DirectHost`. */
  public static isDirectHost(value: unknown): value is DirectHost {
    return isMarked(value, 'DirectHost');
  }

  /** The hosts, sorted. */
  public readonly hosts: string[];
  /** The namespaces whose pods may connect, sorted. */
  public readonly namespaces: string[];
  /** The ports of the hosts, sorted. */
  public readonly ports: number[];
  /** The protocol of the ports. */
  public readonly protocol: DirectProtocol;
  /** The ranges of the hosts, without ranges inside other ranges, sorted; empty for none. */
  public readonly cidrs: string[];
  /** The reason why the hosts stay direct. */
  public readonly because: string;
  /** The ServiceEntries, one per host, in the order of `hosts`. The first is the construct's `node.defaultChild`. */
  public readonly serviceEntries: ApiObject[];

  /**
   * @throws EgressError that names every unknown and malformed property, such as a missing reason, a host inside the cluster, a range with
   * the address of a metadata service, or a wildcard without ranges
   */
  public constructor(scope: Construct, id: string, props: DirectHostProps) {
    super(scope, id);
    const record = withConstructPath(this, () => {
      assertInChart(this);
      return parseDirectHost(this, props);
    });
    mark(this, 'DirectHost');
    this.hosts = record.entries.map(({ host }) => host.name);
    this.namespaces = [...record.namespaces];
    this.ports = [...record.ports];
    this.protocol = record.protocol;
    this.cidrs = [...record.cidrs];
    this.because = record.because;
    register(this).model.directHosts.add(record);
    this.serviceEntries = record.entries.map((entry) => this.write(record, entry));
    this.node.defaultChild = this.serviceEntries[0];
  }

  private write(record: DirectHostRecord, { host, name }: DirectEntry): ApiObject {
    const { labels, annotations } = syncWave(meshOf(this).model.settings, 'ServiceEntry', []);
    const suppression = { [`${SUPPRESSION_PREFIX}EGR3022`]: record.because };
    return writeObject(this, `ServiceEntry-${host.name}`, {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: {
        namespace: record.namespace,
        name,
        ...nonEmpty({ labels, annotations: { ...annotations, ...suppression } }),
      },
      spec: () => directEntrySpec(record, host),
    });
  }
}
