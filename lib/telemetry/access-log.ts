import { JSON_PROVIDER, TEXT_PROVIDER } from '../render/istio/access-log';
import { parseProvider } from '../input/provider-name';

/**
 * How the gateway's access log is written.
 *
 * @example
 * new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });
 */
export class AccessLog {
  /**
   * The text of Istio's egress gateway task, on standard output. Every Istio has its provider, `envoy`. The default.
   * @see https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format
   */
  public static readonly TEXT = new AccessLog(TEXT_PROVIDER);

  /**
   * A line of JSON with the caller's identity (`source_principal`) and the SNI (`requested_server_name`), on standard output.
   * Its provider `egress-json` must stand in the mesh's configuration: `gateway.installOverlay()` has it. **Where it does not, Istio
   * passes over it without a word**: the gateway logs as the mesh does, in text or not at all (`AccessLogging` in istio.io/istio
   * `pilot/pkg/model/telemetry.go`).
   */
  public static readonly JSON = new AccessLog(JSON_PROVIDER);

  /**
   * A provider of yours, by its name in `meshConfig.extensionProviders`. One that is not there is passed over, as with {@link JSON}.
   * @throws Error for a malformed name
   */
  public static provider(name: string): AccessLog {
    return new AccessLog(parseProvider(name));
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** Name of the provider in the mesh's configuration. */
    public readonly provider: string,
  ) {}

  /** Name of the provider. */
  public toString(): string {
    return this.provider;
  }
}
