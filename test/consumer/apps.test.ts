/** The app that `npm run consumer` installs: `apps/cdk8s-init`, one package.json with a lock file for each package manager. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templatePackageJson } from './template';

const APPS = join(__dirname, 'apps');
const read = (file: string): string => readFileSync(join(APPS, file), 'utf8');

test('the installed app has the package.json that cdk8s init of the pinned cdk8s-cli writes (npm run consumer:lock)', () => {
  expect(JSON.parse(read('cdk8s-init/package.json'))).toEqual(JSON.parse(templatePackageJson()));
});

test('no lock file of an app names a registry, a folder of this machine or the library itself', () => {
  const locks = readdirSync(APPS, { recursive: true, encoding: 'utf8' }).filter((file) => /lock/.test(file));
  expect(locks.map((file) => file.replace(/.*\//, '')).sort()).toEqual([
    'package-lock.json',
    'package-lock.json',
    'pnpm-lock.yaml',
    'yarn.lock',
  ]);
  // Links to sponsors are no addresses of packages.
  const addresses = /^.*(?:\.tgz|"?resolved"?:|tarball:|file:\/|registry\.|cdk8s-istio-egress).*$/gm;
  expect(locks.flatMap((file) => read(file).match(addresses) ?? [])).toEqual([]);
});
