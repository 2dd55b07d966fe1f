import { readAll } from '../input/collect';
import { parseDnsLabel, parseDnsSubdomain } from '../input/kubernetes-name';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { Source, sourceText } from '../mesh/source';
import { serviceAccountOf } from './service-account-of';

/**
 * A source that may use a route: pods by the identity in their mesh certificate, which a pod cannot choose. Pods without a
 * sidecar have no identity, and are never among the sources.
 *
 * @example
 * new ExternalTlsRoute(chart, 'bank', {
 *   gateway,
 *   hosts: ['api.bank.example'],
 *   allowFrom: [EgressSource.namespace('payments'), EgressSource.serviceAccount('reports', 'nightly')],
 * });
 */
export class EgressSource {
  /**
   * Returns every pod of a namespace, in the trust domain of the mesh.
   * @throws EgressError for a malformed name
   */
  public static namespace(namespace: string): EgressSource {
    return inFactory('EgressSource.namespace', () => {
      return new EgressSource({ kind: 'namespace', namespace: parseDnsLabel('namespace', namespace) });
    });
  }

  /**
   * Returns the pods of one service account, in the trust domain of the mesh.
   * @throws EgressError for a malformed name
   */
  public static serviceAccount(namespace: string, name: string): EgressSource {
    return inFactory('EgressSource.serviceAccount', () => EgressSource.ofAccount(namespace, name));
  }

  /**
   * Returns the pods of a service account of cdk8s-plus, in the trust domain of the mesh.
   *
   * @param serviceAccount an `IServiceAccount` of cdk8s-plus-28 to cdk8s-plus-33, in a namespace: `metadata.namespace` of the
   * service account, or the namespace of its chart
   * @throws EgressError for other values, and for a service account without a namespace
   *
   * @example
   * const account = new ServiceAccount(chart, 'nightly', { metadata: { namespace: 'reports' } });
   * route.allowFrom(EgressSource.fromServiceAccount(account));
   */
  public static fromServiceAccount(serviceAccount: unknown): EgressSource {
    return inFactory('EgressSource.fromServiceAccount', () => {
      const { namespace, name } = serviceAccountOf(serviceAccount);
      return EgressSource.ofAccount(namespace, name);
    });
  }

  private static ofAccount(namespace: string, name: string): EgressSource {
    const names = readAll({
      namespace: () => parseDnsLabel('namespace', namespace),
      name: () => parseDnsSubdomain('service account', name),
    });
    return new EgressSource({ kind: 'serviceAccount', ...names });
  }

  /** Returns every pod with an authenticated identity, in every trust domain that the mesh trusts. */
  public static anyAuthenticated(): EgressSource {
    return new EgressSource({ kind: 'anyAuthenticated' });
  }

  /** Returns whether a value is an `EgressSource`. */
  public static isEgressSource(value: unknown): value is EgressSource {
    return isMarked(value, 'EgressSource');
  }

  /** @internal */
  public static _of(source: Source): EgressSource {
    return new EgressSource(source);
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _source: Source,
  ) {
    mark(this, 'EgressSource');
  }

  /** Returns the source as source code: `serviceAccount('reports', 'nightly')`. */
  public toString(): string {
    return sourceText(this._source);
  }
}
