import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseProviderName } from '../input/provider-name';
import { JSON_PROVIDER, TEXT_PROVIDER } from '../render/istio/access-log';

/**
 * Format and destination of an access log.
 *
 * @example
 * new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });
 */
export class AccessLog {
  /**
   * The text format of Istio's egress gateway task, on standard output. Every installation of Istio has the provider `envoy`.
   * @see https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format
   */
  public static readonly TEXT = new AccessLog(TEXT_PROVIDER);

  /**
   * A line of JSON with the identity of the caller (`source_principal`) and the SNI (`requested_server_name`), on standard output.
   * The mesh configuration must define the provider `egress-json`, which `gateway.installOverlay()` returns. **If the provider is
   * missing, Istio silently ignores the setting**: the gateway logs as the mesh does, in text or not at all (`AccessLogging` in
   * istio.io/istio `pilot/pkg/model/telemetry.go`).
   */
  public static readonly JSON = new AccessLog(JSON_PROVIDER);

  /**
   * Returns an access log through a provider in `meshConfig.extensionProviders`. Istio ignores a missing provider, as for {@link
   * JSON}.
   * @throws EgressError for a malformed name
   */
  public static provider(name: string): AccessLog {
    return inFactory('AccessLog.provider', () => {
      return new AccessLog(parseProviderName(name));
    });
  }

  /** Returns whether a value is an `AccessLog`. */
  public static isAccessLog(value: unknown): value is AccessLog {
    return isMarked(value, 'AccessLog');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** Name of the provider in the mesh configuration. */
    public readonly providerName: string,
  ) {
    mark(this, 'AccessLog');
  }

  /** Returns the name of the provider. */
  public toString(): string {
    return this.providerName;
  }
}
