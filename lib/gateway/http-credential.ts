import { parseCredentialHeader } from '../http/credential-header';
import { readAll } from '../input/collect';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseDnsSubdomain, parseSecretKey } from '../input/kubernetes-name';
import { assertKnownProperties, PropertyHints, PropertyNames, REQUIRED } from '../input/properties';
import { HttpCredentialModel } from '../mesh/http-credential-model';
import { SecretCredentialOptions } from './secret-credential-options';

/**
 * A request header that the gateway sets on requests to a host: a credential that applications neither have nor send.
 *
 * The gateway authorizes the caller first, and then replaces the header, also if the caller has set it. Without the Secret, the gateway
 * answers 401. Every authorized caller acts with the credential at the host, so that the route needs `allowFrom`. The credential is
 * sent over verified TLS only, so that the route needs `tlsOrigination`.
 *
 * The pods of the gateway mount the Secret, with all its keys, so that the credential is in no configuration that istiod sends, and a
 * changed Secret applies without a restart, as soon as the kubelet has updated the volume (a minute or two).
 *
 * Envoy's documentation classifies the filter, `envoy.filters.http.credential_injector`, as work in progress.
 *
 * @example
 * // kubectl create secret generic api-token -n istio-egress --from-literal=authorization='Bearer eyJhbGciOi...'
 * new ExternalHttpRoute(chart, 'api', {
 *   gateway,
 *   hosts: ['api.example.com'],
 *   tlsOrigination: TlsOrigination.simple(),
 *   allowFrom: [EgressSource.namespace('orders')],
 *   credential: HttpCredential.fromSecret({ secretName: 'api-token' }),
 * });
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/credential_injector_filter
 */
export class HttpCredential {
  /**
   * Returns a credential from a Secret in the gateway's namespace.
   *
   * @throws EgressError that names every malformed option
   */
  public static fromSecret(options: SecretCredentialOptions): HttpCredential {
    return inFactory('HttpCredential.fromSecret', () => {
      assertKnownProperties('HttpCredential.fromSecret', options, NAMES, HINTS);
      const { secretName, header = 'authorization' } = options;
      const read = readAll({
        secretName: () => parseDnsSubdomain('secretName', secretName),
        header: () => parseCredentialHeader('header', header),
        key: () => (options.key === undefined ? undefined : parseSecretKey('key', options.key)),
      });
      return new HttpCredential({ secretName: read.secretName, key: read.key ?? read.header, header: read.header });
    });
  }

  /** Returns whether a value is an `HttpCredential`. */
  public static isHttpCredential(value: unknown): value is HttpCredential {
    return isMarked(value, 'HttpCredential');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _credential: HttpCredentialModel,
  ) {
    mark(this, 'HttpCredential');
  }

  /** Name of the Secret in the gateway's namespace. */
  public get secretName(): string {
    return this._credential.secretName;
  }

  /** Key of the Secret. */
  public get key(): string {
    return this._credential.key;
  }

  /** Name of the request header, in lower case. */
  public get header(): string {
    return this._credential.header;
  }

  /** Returns the header and the value of the Secret: `authorization from api-token/authorization`. */
  public toString(): string {
    return `${this.header} from ${this.secretName}/${this.key}`;
  }
}

const NAMES: PropertyNames<SecretCredentialOptions> = { secretName: true, key: true, header: true };

const HINTS: PropertyHints = {
  secretName: REQUIRED,
  secret: 'secretName',
  name: 'secretName',
  credentialName: 'secretName',
  value: 'remove value, and write the value to a Secret: manifests are no place for credentials',
  prefix: 'remove prefix, and write the whole value of the header to the Secret',
};
