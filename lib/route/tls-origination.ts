import { parseDnsSubdomain } from '../model/dns-subdomain';
import { Host } from '../model/host';
import { InputError } from '../model/input-error';

import { Origination } from '../model/origination';
import { parseTrafficPort } from '../model/port';
import { required } from '../model/required';
import { TlsVersion } from './tls-version';

/** How the gateway speaks TLS to a host, and whom it believes. */
export interface TlsOriginationOptions {
  /**
   * The port of the hosts where TLS is spoken, 1 to 65535.
   * @default 443
   */
  readonly port?: number;
  /**
   * The name that is asked for (SNI): a full DNS name.
   * @default - the host itself
   */
  readonly sni?: string;
  /**
   * The names of which the host's certificate must have one: full DNS names, or `spiffe://` URIs.
   * @default - the SNI
   */
  readonly subjectAltNames?: string[];
  /**
   * Path of a file in the gateway's pods with the authorities to believe. Not together with `credentialName`.
   * @default - the authorities that the gateway's image believes, `system`
   */
  readonly caCertificates?: string;
  /**
   * Name of a Secret in the gateway's namespace with the authorities to believe, as `ca.crt`.
   * @default - none
   */
  readonly credentialName?: string;
  /**
   * The oldest version of TLS that the gateway speaks to the hosts. TLS 1.3 takes an EnvoyFilter: a DestinationRule has no
   * field for it.
   * @default TlsVersion.TLS_1_2
   */
  readonly minProtocolVersion?: TlsVersion;
}

/** How the gateway speaks TLS to a host that asks for a certificate. */
export interface MutualTlsOriginationOptions extends TlsOriginationOptions {
  /**
   * Name of a Secret in the gateway's namespace with the gateway's certificate and key, `tls.crt` and `tls.key`, and the
   * authorities to believe, `ca.crt`.
   */
  readonly credentialName: string;
}

/**
 * TLS between the gateway and a host that applications call in plain HTTP: they speak HTTP to their sidecar, mesh mTLS brings
 * it to the gateway, and the gateway speaks TLS to the host. So it sees methods and paths, and checks the host's certificate in
 * the place of the applications: chain **and** name, always.
 *
 * A Secret that is not there closes a new host (503) until it comes. **Where the host is already served, Istio keeps the old
 * connection settings, the old verification included, and shows nothing of it**: see to it that a Secret is there before you
 * change `credentialName`.
 *
 * ```yaml
 * kind: DestinationRule
 * metadata: { name: egress-origination-api-example-com, namespace: istio-system }
 * spec:
 *   host: api.example.com
 *   exportTo: ['.']
 *   trafficPolicy:
 *     portLevelSettings:
 *       - port: { number: 80 }
 *         tls: { mode: SIMPLE, sni: api.example.com, subjectAltNames: [api.example.com], caCertificates: system }
 * ```
 *
 * @example
 * new ExternalHttpRoute(chart, 'api', { gateway, hosts: ['api.example.com'], tlsOrigination: TlsOrigination.simple() });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/
 */
export class TlsOrigination {
  /**
   * TLS in which the host shows a certificate.
   * @throws Error for a malformed name, port, path or Secret, and for `caCertificates` together with `credentialName`
   */
  public static simple(options: TlsOriginationOptions = {}): TlsOrigination {
    return new TlsOrigination(read('SIMPLE', options, true));
  }

  /**
   * TLS in which both sides show a certificate.
   * @throws Error as {@link simple}, and without a `credentialName`
   */
  public static mutual(options: MutualTlsOriginationOptions): TlsOrigination {
    parseDnsSubdomain('credentialName', options?.credentialName);
    return new TlsOrigination(read('MUTUAL', options, true));
  }

  /**
   * TLS that believes whoever answers: no chain, no name. Anybody on the way can read and change everything. For tests.
   * @throws Error as {@link simple}, and for names or authorities, which nothing would look at
   */
  public static dangerouslySkipVerification(options: TlsOriginationOptions = {}): TlsOrigination {
    const ignored = (['subjectAltNames', 'caCertificates', 'credentialName'] as const).find((key) => options[key]);
    if (ignored !== undefined) {
      throw new InputError({
        problem: `${ignored} would be ignored`,
        got: options[ignored],
        allowed: 'port, sni and minProtocolVersion: nothing is verified',
        fix: `use TlsOrigination.simple(...), or remove ${ignored}`,
      });
    }
    return new TlsOrigination(read('SIMPLE', options, false));
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _origination: Origination,
  ) {}

  /** Istio's name of the mode: `SIMPLE` or `MUTUAL`. */
  public get mode(): string {
    return this._origination.mode;
  }
}

function read(mode: Origination['mode'], options: TlsOriginationOptions, verify: boolean): Origination {
  const { sni, subjectAltNames, caCertificates, credentialName, minProtocolVersion = TlsVersion.TLS_1_2 } = options;
  required('minProtocolVersion', minProtocolVersion instanceof TlsVersion, minProtocolVersion, 'TlsVersion.TLS_1_3');
  if (caCertificates !== undefined && credentialName !== undefined) {
    throw new InputError({
      problem: 'caCertificates and credentialName exclude each other',
      got: { caCertificates, credentialName },
      allowed: 'a file in the pods, or a secret that has the authorities as ca.crt',
      fix: 'remove one of the two',
    });
  }
  return {
    mode,
    port: parseTrafficPort('tls port', options.port ?? 443),
    ...(sni !== undefined && { sni: Host.parse(sni).name }),
    ...(subjectAltNames !== undefined && { subjectAltNames: readNames(subjectAltNames) }),
    ...(caCertificates !== undefined && { caCertificates: readPath(caCertificates) }),
    ...(credentialName !== undefined && { credentialName: parseDnsSubdomain('credentialName', credentialName) }),
    minProtocolVersion: minProtocolVersion._protocol,
    verify,
  };
}

function readNames(values: readonly string[]): readonly string[] {
  if (!Array.isArray(values) || values.length === 0) {
    throw new InputError({
      problem: 'subjectAltNames is empty or not a list',
      got: values,
      allowed: 'one name or more: without any, istio would check no name at all',
      fix: 'leave subjectAltNames out to check the host name',
    });
  }
  return [...new Set((values as readonly string[]).map(readName))].sort();
}

function readName(value: string): string {
  return typeof value === 'string' && /^spiffe:\/\/[^\s/]+\/\S+$/.test(value) ? value : Host.parse(value).name;
}

function readPath(value: string): string {
  if (typeof value === 'string' && /^\/\S+$/.test(value)) return value;
  throw new InputError({
    problem: 'caCertificates is not an absolute path',
    got: value,
    allowed: "the path of a file in the gateway's pods, such as /etc/ssl/certs/ca-certificates.crt",
    fix: 'mount the file there, or put the authorities into a secret and write credentialName',
  });
}
