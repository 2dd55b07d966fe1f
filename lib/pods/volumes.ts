import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertInstances } from '../input/instance';
import { assertLiteral } from '../input/token';
import { GatewayVolume } from './gateway-volume';

/**
 * Reads the volumes of pods.
 *
 * @throws EgressError for every value that is no volume, and for every folder that is mounted twice
 */
export function readVolumes(what: string, value: unknown): GatewayVolume[] {
  assertLiteral(what, value);
  assertInstances(what, value, 'GatewayVolume', "GatewayVolume.configMap('corporate-ca', '/mnt/corporate-ca')");
  const volumes = value as GatewayVolume[];
  const paths = volumes.map(({ mountPath }) => mountPath);
  readEach(paths, (path, index) => {
    if (paths.indexOf(path) === index) return;
    throw EgressError.of({
      code: 'EGR0106',
      problem: `${what}[${index}] must not repeat the mountPath ${path}`,
      got: paths,
      allowed: 'each mountPath once',
      fix: `remove ${what}[${index}], or write another mountPath`,
    });
  });
  return [...volumes];
}
