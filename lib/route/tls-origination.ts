import { Host } from '../host/host';
import { readAll } from '../input/collect';
import { assertThat } from '../input/assert-that';
import { parseDnsSubdomain } from '../input/kubernetes-name';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseSet } from '../input/list';
import { assertText } from '../input/text';
import { parseTrafficPort } from '../input/port';
import { assertKnownProperties, PropertyNames, REQUIRED } from '../input/properties';
import { TlsOriginationModel } from '../mesh/tls-origination-model';
import { TlsVersion } from '../mesh/tls-version';
import {
  MutualTlsOriginationOptions,
  SimpleTlsOriginationOptions,
  TlsOriginationOptions,
} from './tls-origination-options';

/**
 * TLS from the gateway to a host that applications call in plain HTTP: mesh mTLS carries the request from the sidecar to the
 * gateway, and the gateway calls the host with TLS. The gateway therefore sees methods and paths, and verifies the certificate of
 * the host for the applications: the chain **and** the name, always. (On a gateway with `ClientTls.DISABLE`, requests are in
 * plain text up to the gateway.)
 *
 * If a Secret is missing, a new host answers 503 until the Secret exists. **If the host is served already, Istio silently keeps the
 * old connection settings, the old verification included**: create the Secret before you change `credentialName`.
 *
 * ```yaml
 * kind: DestinationRule
 * metadata: { name: egress-upstream-api-example-com, namespace: istio-system }
 * spec:
 *   host: api.example.com
 *   exportTo: ['.']
 *   workloadSelector: { matchLabels: { istio: egressgateway } }
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
   * Returns TLS in which only the host presents a certificate.
   * @throws EgressError that names every malformed option, and for `caCertificates` together with `credentialName`
   */
  public static simple(options: SimpleTlsOriginationOptions = {}): TlsOrigination {
    return inFactory('TlsOrigination.simple', () => {
      assertKnownProperties('TlsOrigination.simple', options, SIMPLE);
      return new TlsOrigination(parse('SIMPLE', options, true));
    });
  }

  /**
   * Returns TLS in which the host and the gateway present certificates. Every caller of the route uses the identity of the
   * gateway at the host, so that the route needs `allowFrom`.
   * @throws EgressError as {@link simple}, and without a `credentialName`
   */
  public static mutual(options: MutualTlsOriginationOptions): TlsOrigination {
    return inFactory('TlsOrigination.mutual', () => {
      assertKnownProperties('TlsOrigination.mutual', options, MUTUAL, { credentialName: REQUIRED });
      const { credentialName: name } = options;
      assertThat(typeof name === 'string', 'credentialName', 'be the name of a Secret', name, "'bank-client'");
      return new TlsOrigination(parse('MUTUAL', options, true));
    });
  }

  /**
   * Returns TLS without certificate verification. Vulnerable to man-in-the-middle attacks; for tests only.
   * @throws EgressError as {@link simple}, and for names and CA bundles, which would be ignored
   */
  public static dangerouslySkipVerification(options: TlsOriginationOptions = {}): TlsOrigination {
    return inFactory('TlsOrigination.dangerouslySkipVerification', () => {
      assertNotIgnored(options ?? {});
      assertKnownProperties('TlsOrigination.dangerouslySkipVerification', options, ALL);
      return new TlsOrigination(parse('SIMPLE', options, false));
    });
  }

  /** Returns whether a value is a `TlsOrigination`. */
  public static isTlsOrigination(value: unknown): value is TlsOrigination {
    return isMarked(value, 'TlsOrigination');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _origination: TlsOriginationModel,
  ) {
    mark(this, 'TlsOrigination');
  }

  /** Istio's name of the mode: `SIMPLE` or `MUTUAL`. */
  public get mode(): string {
    return this._origination.mode;
  }

  /** Returns Istio's name of the mode. */
  public toString(): string {
    return this.mode;
  }
}

const ALL: PropertyNames<TlsOriginationOptions> = { port: true, sni: true, minProtocolVersion: true };
const MUTUAL: PropertyNames<MutualTlsOriginationOptions> = { ...ALL, subjectAltNames: true, credentialName: true };
const SIMPLE: PropertyNames<SimpleTlsOriginationOptions> = { ...MUTUAL, caCertificates: true };

function parse(mode: 'SIMPLE' | 'MUTUAL', options: SimpleTlsOriginationOptions, verify: boolean): TlsOriginationModel {
  const {
    port = 443,
    minProtocolVersion = TlsVersion.TLS_1_2,
    sni,
    subjectAltNames,
    caCertificates,
    credentialName,
  } = options;
  const read = readAll({
    port: () => parseTrafficPort('port', port),
    sni: () => (sni === undefined ? undefined : Host.parse(sni, 'sni').name),
    subjectAltNames: () => (subjectAltNames === undefined ? undefined : parseNames(subjectAltNames)),
    caCertificates: () => (caCertificates === undefined ? undefined : parsePath(caCertificates)),
    credentialName: () =>
      credentialName === undefined ? undefined : parseDnsSubdomain('credentialName', credentialName),
    minProtocolVersion: () => assertEnum('minProtocolVersion', minProtocolVersion, 'TlsVersion', TlsVersion),
    oneCaBundle: () => assertOneCaBundle(options),
  });
  return {
    ...{ mode, verify, minProtocolVersion, port: read.port },
    ...(read.sni !== undefined && { sni: read.sni }),
    ...(read.subjectAltNames !== undefined && { subjectAltNames: read.subjectAltNames }),
    ...(read.caCertificates !== undefined && { caCertificates: read.caCertificates }),
    ...(read.credentialName !== undefined && { credentialName: read.credentialName }),
  };
}

function assertNotIgnored(options: SimpleTlsOriginationOptions): void {
  const ignored = (['subjectAltNames', 'caCertificates', 'credentialName'] as const).filter((key) => options[key]);
  if (ignored.length === 0) return;
  throw EgressError.of({
    code: 'EGR0120',
    problem: `${ignored.join(', ')} would be ignored without verification`,
    got: options,
    allowed: 'port, sni and minProtocolVersion',
    fix: `use TlsOrigination.simple(...), or remove ${ignored.join(', ')}`,
  });
}

function assertOneCaBundle({ caCertificates, credentialName }: SimpleTlsOriginationOptions): void {
  if (caCertificates === undefined || credentialName === undefined) return;
  throw EgressError.of({
    code: 'EGR0121',
    problem: 'caCertificates and credentialName exclude each other',
    got: { caCertificates, credentialName },
    allowed: 'the path of a CA bundle in the pods, or a Secret with the CA bundle as ca.crt',
    fix: 'remove caCertificates or credentialName',
  });
}

function parseNames(values: readonly string[]): readonly string[] {
  return parseSet(values, {
    what: 'subjectAltNames',
    parse: parseName,
    allowed: 'one name or more: without names, Istio verifies no name at all',
    example: "['api.example.com']",
  });
}

function parseName(value: string, what: string): string {
  if (typeof value !== 'string' || !/^spiffe:\/\/[^\s/]+\/\S+$/.test(value)) return Host.parse(value, what).name;
  assertText(what, value);
  return value;
}

function parsePath(value: string): string {
  if (typeof value === 'string' && /^\/\S+$/.test(value)) {
    assertText('caCertificates', value);
    return value;
  }
  throw EgressError.of({
    code: 'EGR0210',
    problem: 'caCertificates must be an absolute path',
    got: value,
    allowed: "the path of a file in the gateway's pods, such as /etc/ssl/certs/ca-certificates.crt",
    fix: 'write the CA bundle to a Secret as ca.crt, and write credentialName',
  });
}
