import { parseDnsSubdomain } from '../input/dns-subdomain';
import { parseDnsLabel } from '../input/namespace';
import { Source, sourceText } from '../mesh/source';

/**
 * Who may use a route: pods by the identity in their mesh certificate, which a pod cannot choose. Pods without a sidecar have
 * none, and are never among the sources.
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
   * Every pod of a namespace, in the mesh's own trust domain.
   * @throws Error for a malformed name
   */
  public static namespace(namespace: string): EgressSource {
    return new EgressSource({ kind: 'namespace', namespace: parseDnsLabel('namespace', namespace) });
  }

  /**
   * The pods of one service account, in the mesh's own trust domain.
   * @throws Error for a malformed name
   */
  public static serviceAccount(namespace: string, name: string): EgressSource {
    return new EgressSource({
      kind: 'serviceAccount',
      namespace: parseDnsLabel('namespace', namespace),
      name: parseDnsSubdomain('service account', name),
    });
  }

  /** Every pod that has an identity, of any trust domain that the mesh trusts. */
  public static anyone(): EgressSource {
    return new EgressSource({ kind: 'anyone' });
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _source: Source,
  ) {}

  /** As written in code: `serviceAccount('reports', 'nightly')`. */
  public toString(): string {
    return sourceText(this._source);
  }
}
