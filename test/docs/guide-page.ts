/** Reads a page of the guide, and runs the commands of the page in a folder of their own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cli/run';

/** A command of a page, and the output that the page shows. */
export interface ShownCommand {
  readonly args: string[];
  readonly status: number;
  /** A line of three dots is any number of lines, and three dots in a line are the rest of the line. */
  readonly output: string;
}

/** A page of the guide. */
export class GuidePage {
  readonly text: string;

  constructor(name: string) {
    this.text = readFileSync(join(__dirname, '../../docs/guide', name), 'utf8');
  }

  /** Returns the blocks of code of a language. */
  blocks(language: string): string[] {
    return [...this.text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(
      ([, code]) => code as string,
    );
  }

  /** The blocks `sh`, each with the block `text` that has the output. */
  get commands(): ShownCommand[] {
    const outputs = this.blocks('text');
    return this.blocks('sh').map((text, index) => {
      const [, args, code] = /^npx cdk8s-istio-egress ([^#\n]*?)(?: # exit code (\d))?\n$/.exec(text) ?? [];
      return { args: (args as string).split(' '), status: Number(code ?? 0), output: outputs[index] as string };
    });
  }
}

/** Runs the tests of a file in a new folder. `setUp` writes the files of the folder. */
export function inNewFolder(setUp: () => void): void {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  beforeAll(() => {
    process.chdir(folder);
    setUp();
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });
}

/** Runs a command, and asserts that the command prints what the page shows. */
export function expectOutput({ args, status, output }: ShownCommand): void {
  const ran = run(...args);
  const pattern = output
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/^\\\.\\\.\\\.\n/gm, '(?:.*\n)*')
    .replaceAll('\\.\\.\\.', '.*');
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status, stderr: '' });
  expect(ran.stdout).toMatch(new RegExp(`^${pattern}$`));
}
