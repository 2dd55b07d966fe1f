/** The benchmark of the audit: whole processes of the command on manifests on the disk. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZES = [1000, 2500, 5000, 10_000];

/** What a process used, its start included. */
export interface ProcessUsage {
  /** Seconds of all CPUs. */
  readonly cpu: number;
  /** The peak of the resident memory in MiB. */
  readonly memory: number;
}

/** The manifests that are audited: those of the library, and those of Istio's task. */
export const SETS = ['library', 'task'] as const;

/** What the commands used for manifests of a size. */
export interface AuditMeasured {
  readonly set: (typeof SETS)[number];
  readonly hosts: number;
  readonly objects: number;
  readonly bytes: number;
  readonly audit: ProcessUsage;
  /** The manifests, and the manifests with one more host. */
  readonly diff: ProcessUsage;
  readonly graph: ProcessUsage;
  readonly report: ProcessUsage;
}

function measured(compiled: string, set: AuditMeasured['set'], hosts: number): AuditMeasured {
  const folder = mkdtempSync(join(tmpdir(), 'egress-audit-'));
  const [before, after] = [join(folder, 'before'), join(folder, 'after')];
  const run = (...args: readonly string[]): ProcessUsage => runCommand(compiled, args);
  try {
    for (const [size, out] of [[hosts, before] as const, [hosts + 1, after] as const]) write(compiled, set, size, out);
    const texts = readdirSync(before).map((file) => readFileSync(join(before, file), 'utf8'));
    return {
      set,
      hosts,
      objects: texts.reduce((sum, text) => sum + (text.match(/^kind: /gm)?.length ?? 0), 0),
      bytes: texts.reduce((sum, { length }) => sum + length, 0),
      audit: run('audit', before),
      diff: run('diff', '--allow-opening', before, after),
      graph: run('graph', before),
      report: run('report', '-o', join(folder, 'report.html'), before),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(compiled: string, set: string, hosts: number, out: string): void {
  const args = [join(compiled, 'bench', 'audited.js'), set, `${hosts}`, out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the manifests of ${hosts} hosts are not written\n${stderr}`);
}

/** Runs a command, which must succeed: the manifests have no error. */
function runCommand(compiled: string, args: readonly string[]): ProcessUsage {
  const preload = ['--require', join(compiled, 'bench', 'usage.js')];
  const command = [...preload, join(compiled, 'bin', 'cdk8s-istio-egress.js'), ...args];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  const { status, stderr } = spawnSync(process.execPath, command, options);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}\n${stderr}`);
  const usage = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as ProcessUsage;
  console.error(`${args[0]}: ${usage.cpu.toFixed(2)} s CPU, ${usage.memory.toFixed(0)} MiB`);
  return usage;
}

/** Measures the commands, for each set and size. */
export function measureAudit(compiled: string): AuditMeasured[] {
  return SETS.flatMap((set) =>
    SIZES.map((hosts) => {
      console.error(`${set}: ${hosts} hosts`);
      return measured(compiled, set, hosts);
    }),
  );
}
