import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseDnsSubdomain } from '../input/kubernetes-name';
import { assertKey } from '../input/labels';
import { mapOf } from '../input/shape';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';

/** A volume of pods, without its name, and the folder in the container of the proxy. */
interface VolumeModel {
  readonly mountPath: string;
  readonly source: object;
}

/**
 * A volume of the gateway's pods, which the container of the proxy mounts read-only: certificates for TLS origination, or secrets of
 * a CSI driver. The folder is `/mnt/NAME`, where nothing of Istio and of this library is.
 *
 * @example
 * new EgressGateway(chart, 'gateway', {
 *   namespace: 'istio-egress',
 *   workload: GatewayWorkload.deployment({
 *     volumes: [GatewayVolume.configMap('corporate-ca', '/mnt/corporate-ca')],
 *   }),
 * });
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 */
export class GatewayVolume {
  /**
   * Returns a volume with the keys of a ConfigMap as files. The pods start when the ConfigMap exists.
   *
   * @param name name of the ConfigMap in the gateway's namespace
   * @param mountPath folder in the container: `/mnt/corporate-ca`
   * @throws EgressError for a malformed name or folder
   */
  public static configMap(name: string, mountPath: string): GatewayVolume {
    return GatewayVolume.of('GatewayVolume.configMap', mountPath, () => ({
      configMap: { name: parseDnsSubdomain('name', name) },
    }));
  }

  /**
   * Returns a volume with the keys of a Secret as files. The pods start when the Secret exists.
   *
   * @param secretName name of the Secret in the gateway's namespace
   * @param mountPath folder in the container: `/mnt/partner-client`
   * @throws EgressError for a malformed name or folder
   */
  public static secret(secretName: string, mountPath: string): GatewayVolume {
    return GatewayVolume.of('GatewayVolume.secret', mountPath, () => ({
      secret: { secretName: parseDnsSubdomain('secretName', secretName) },
    }));
  }

  /**
   * Returns a volume of a CSI driver, such as `secrets-store.csi.k8s.io`.
   *
   * @param driver name of the driver
   * @param mountPath folder in the container: `/mnt/vault`
   * @param volumeAttributes settings of the driver, such as `{ secretProviderClass: 'vault' }`
   * @throws EgressError for a malformed name, folder or setting
   */
  public static csi(
    driver: string,
    mountPath: string,
    volumeAttributes: { readonly [name: string]: string } = {},
  ): GatewayVolume {
    return GatewayVolume.of('GatewayVolume.csi', mountPath, () => {
      const read = readAll({
        driver: () => parseDnsSubdomain('driver', driver),
        volumeAttributes: () => parseAttributes(volumeAttributes),
      });
      return { csi: { driver: read.driver, readOnly: true, volumeAttributes: read.volumeAttributes } };
    });
  }

  /** Returns whether a value is a `GatewayVolume`. */
  public static isGatewayVolume(value: unknown): value is GatewayVolume {
    return isMarked(value, 'GatewayVolume');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private static of(factory: string, mountPath: string, source: () => object): GatewayVolume {
    return inFactory(factory, () => new GatewayVolume(readAll({ mountPath: () => parseMountPath(mountPath), source })));
  }

  private constructor(
    /** @internal */
    public readonly _volume: VolumeModel,
  ) {
    mark(this, 'GatewayVolume');
  }

  /** Folder in the container of the proxy. */
  public get mountPath(): string {
    return this._volume.mountPath;
  }

  /** Returns the folder. */
  public toString(): string {
    return this.mountPath;
  }
}

/** The folders of volumes. The name is that of the volume: no volume is inside another, and no file of the proxy is hidden. */
const MOUNT_PATH = /^\/mnt\/[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/;

function parseMountPath(mountPath: string): string {
  assertLiteral('mountPath', mountPath);
  if (typeof mountPath === 'string' && MOUNT_PATH.test(mountPath)) return mountPath;
  throw EgressError.of({
    code: 'EGR0312',
    problem: 'mountPath must be a folder in /mnt',
    got: mountPath,
    allowed: '/mnt/ and at most 52 lower case letters, digits and inner hyphens: other folders are those of the proxy',
    fix: 'write "/mnt/corporate-ca", and the same folder where a route names a file',
  });
}

const attributes = mapOf("{ secretProviderClass: 'vault' }", (what, name, value) => {
  assertKey('attribute', what, name);
  assertText(`${what}["${name}"]`, value);
});

function parseAttributes(value: unknown): object {
  assertLiteral('volumeAttributes', value);
  return attributes('volumeAttributes', value);
}
