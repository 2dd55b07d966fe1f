/** Writes `apps/cdk8s-init` again, after cdk8s-cli changed: its package.json and the lock file of every package manager. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove, temporaryFolder } from '../pack';
import { templatePackageJson } from '../template';
import { PACKAGE_MANAGERS, runIn } from './package-managers';
import { APPS, installTools, must } from './tools';

const folder = temporaryFolder();
const tools = installTools(folder);
for (const manager of PACKAGE_MANAGERS) {
  const app = join(folder, manager.name);
  cpSync(join(APPS, 'cdk8s-init'), app, { recursive: true });
  writeFileSync(join(app, 'package.json'), `${templatePackageJson()}\n`);
  must(runIn(app, tools, manager, ...manager.lock));
  const [lock = ''] = manager.files;
  cpSync(join(app, lock), join(APPS, 'cdk8s-init', lock));
}
writeFileSync(join(APPS, 'cdk8s-init/package.json'), `${templatePackageJson()}\n`);
remove(folder);
