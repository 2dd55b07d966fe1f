/** The app of `cdk8s init typescript-app`, installed from its lock file, with the packed library on top. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ran } from '../pack';
import { copyTemplate } from '../template';
import { TEN_LINES, WRITTEN } from '../ten-lines';
import { PackageManager, runIn } from './package-managers';
import { APPS, must } from './tools';

/** The package that the template installs. */
export const TEMPLATE_PLUS = 'cdk8s-plus-33';

export class InstalledApp {
  private readonly folder: string;

  public constructor(
    parent: string,
    private readonly tools: string,
    private readonly manager: PackageManager,
  ) {
    this.folder = mkdtempSync(join(parent, 'app-'));
    for (const file of ['package.json', ...manager.files]) {
      cpSync(join(APPS, 'cdk8s-init', file), join(this.folder, file));
    }
    copyTemplate(this.folder);
    writeFileSync(join(this.folder, 'main.ts'), TEN_LINES);
    cpSync(resolve(__dirname, '../app/snapshot.ts'), join(this.folder, 'main.test.ts'));
    must(this.run(...manager.install));
  }

  public add(name: string, spec: string): void {
    must(this.run(this.manager.add, `${name}@${spec}`));
  }

  public remove(name: string): void {
    must(this.run(this.manager.remove, name));
  }

  public compile(): Ran {
    return this.script('compile');
  }

  /** Runs the snapshot test, which writes its snapshot. */
  public test(): Ran {
    return this.script('test', '--ci=false');
  }

  /** Runs `cdk8s synth`, and returns the manifest that it writes. */
  public synth(): string {
    must(this.script('synth', '--check-upgrade=false', ...this.manager.synth));
    return readFileSync(join(this.folder, 'dist', WRITTEN), 'utf8');
  }

  private script(name: string, ...args: string[]): Ran {
    return this.run('run', name, ...this.manager.separator, ...args);
  }

  private run(...args: string[]): Ran {
    return runIn(this.folder, this.tools, this.manager, ...args);
  }
}
