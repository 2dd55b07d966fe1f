import { parseDnsSubdomain } from '../input/dns-subdomain';
import { Host } from '../host/host';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { Origination } from '../mesh/tls-origination';
import { parseTrafficPort } from '../input/port';
import { required } from '../input/instance';
import {
  MutualTlsOriginationOptions,
  SimpleTlsOriginationOptions,
  TlsOriginationOptions,
} from './tls-origination-options';
import { TlsVersion } from './tls-version';

/**
 * TLS between the gateway and a host that applications call in plain HTTP: they speak HTTP to their sidecar, mesh mTLS brings
 * it to the gateway, and the gateway speaks TLS to the host. So it sees methods and paths, and checks the host's certificate in
 * the place of the applications: chain **and** name, always. (On a gateway with `ClientTls.DISABLE` the way to the gateway is clear
 * text.)
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
  public static simple(options: SimpleTlsOriginationOptions = {}): TlsOrigination {
    refuseUnknown('TlsOrigination.simple', options, OF_SIMPLE);
    return new TlsOrigination(read('SIMPLE', options, true));
  }

  /**
   * TLS in which both sides show a certificate. Whoever may use the route speaks to the host in the gateway's name: it needs
   * `allowFrom`.
   * @throws Error as {@link simple}, and without a `credentialName`
   */
  public static mutual(options: MutualTlsOriginationOptions): TlsOrigination {
    refuseUnknown('TlsOrigination.mutual', options, OF_MUTUAL);
    const { credentialName } = options;
    const example = "the name of a Secret with tls.crt, tls.key and ca.crt, such as 'bank-client'";
    required('credentialName', typeof credentialName === 'string', credentialName, example);
    return new TlsOrigination(read('MUTUAL', options, true));
  }

  /**
   * TLS that believes whoever answers: no chain, no name. Anybody on the way can read and change everything. For tests.
   * @throws Error as {@link simple}, and for names or authorities, which nothing would look at
   */
  public static dangerouslySkipVerification(options: TlsOriginationOptions = {}): TlsOrigination {
    const given: SimpleTlsOriginationOptions = options ?? {};
    const ignored = (['subjectAltNames', 'caCertificates', 'credentialName'] as const).find((key) => given[key]);
    if (ignored !== undefined) {
      throw new InputError({
        problem: `${ignored} would be ignored`,
        got: given[ignored],
        allowed: 'port, sni and minProtocolVersion: nothing is verified',
        fix: `use TlsOrigination.simple(...), or remove ${ignored}`,
      });
    }
    refuseUnknown('TlsOrigination.dangerouslySkipVerification', options, OF_ALL);
    return new TlsOrigination(read('SIMPLE', options, false));
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _origination: Origination,
  ) {}

  /** Istio's name of the mode. */
  public toString(): string {
    return this._origination.mode;
  }

  /** Istio's name of the mode: `SIMPLE` or `MUTUAL`. */
  public get mode(): string {
    return this._origination.mode;
  }
}

const OF_ALL: Known<TlsOriginationOptions> = { port: true, sni: true, minProtocolVersion: true };
const OF_SIMPLE: Known<SimpleTlsOriginationOptions> = {
  ...OF_ALL,
  subjectAltNames: true,
  caCertificates: true,
  credentialName: true,
};
const OF_MUTUAL: Known<MutualTlsOriginationOptions> = { ...OF_ALL, subjectAltNames: true, credentialName: true };

function read(mode: Origination['mode'], options: SimpleTlsOriginationOptions, verify: boolean): Origination {
  const { port = 443, minProtocolVersion = TlsVersion.TLS_1_2 } = options;
  const { sni, subjectAltNames, caCertificates, credentialName } = options;
  required(
    'minProtocolVersion',
    minProtocolVersion instanceof TlsVersion,
    minProtocolVersion,
    'TlsVersion.TLS_1_2 or TlsVersion.TLS_1_3',
  );
  refuseTwoAuthorities(options);
  return {
    mode,
    port: parseTrafficPort('tls port', port),
    ...(sni !== undefined && { sni: Host.parse(sni, 'sni').name }),
    ...(subjectAltNames !== undefined && { subjectAltNames: readNames(subjectAltNames) }),
    ...(caCertificates !== undefined && { caCertificates: readPath(caCertificates) }),
    ...(credentialName !== undefined && { credentialName: parseDnsSubdomain('credentialName', credentialName) }),
    minProtocolVersion: minProtocolVersion._protocol,
    verify,
  };
}

function refuseTwoAuthorities({ caCertificates, credentialName }: SimpleTlsOriginationOptions): void {
  if (caCertificates === undefined || credentialName === undefined) return;
  throw new InputError({
    problem: 'caCertificates and credentialName exclude each other',
    got: { caCertificates, credentialName },
    allowed: 'a file in the pods, or a secret that has the authorities as ca.crt',
    fix: 'remove one of the two',
  });
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
  return typeof value === 'string' && /^spiffe:\/\/[^\s/]+\/\S+$/.test(value)
    ? value
    : Host.parse(value, 'subject alt name').name;
}

function readPath(value: string): string {
  if (typeof value === 'string' && /^\/\S+$/.test(value)) return value;
  throw new InputError({
    problem: 'caCertificates is not an absolute path',
    got: value,
    allowed: "the path of a file in the gateway's pods, such as /etc/ssl/certs/ca-certificates.crt",
    fix: 'put the authorities into a secret and write credentialName, or mount the file into the pods',
  });
}
