/** The results of the audit as a page. */
import type { AuditMeasured, ProcessUsage } from './audit';
import { judged, machine } from './results';

/** The greatest CPU time in seconds and the greatest memory in MiB that are intended for the audit of the largest manifests. */
const LIMIT: ProcessUsage = { cpu: 10, memory: 1024 };

/** The greatest exponent of the number of hosts that is intended for the CPU time: linear, and the noise of a machine. */
const EXPONENT = 1.1;

const COMMANDS = ['audit', 'diff', 'graph', 'report'] as const;

/** Returns the figures of the audit as a page. */
export function auditPage(all: readonly AuditMeasured[], date: Date): string {
  const largest = all[all.length - 1];
  if (largest === undefined) throw new Error('nothing is measured');
  const { cpu, memory } = largest.audit;
  return `# What an audit costs

<!-- Written by \`npm run bench:audit\`, and by \`npm run bench\`. -->

Measured on ${machine(date)}.
Each measurement is a process of the command from its start to its end, and counts the CPU seconds of all its threads. Other programs on the
machine raise the seconds. The manifests are those of the library for a platform and 100 namespaces: each namespace has a lockdown, and each
host has one to three sources. \`diff\` compares the manifests with those of one more host.

| hosts | objects | MB | ${COMMANDS.map((name) => `\`${name}\` CPU s | peak MiB`).join(' | ')} |
| --: | --: | --: | ${COMMANDS.map(() => '--: | --:').join(' | ')} |
${all.map(rowOf).join('\n')}

| limit of \`audit\` | measured | intended |
| --- | --: | --: |
| CPU s for ${largest.hosts.toLocaleString('en')} hosts | ${cpu.toFixed(2)} | ${judged(cpu, LIMIT.cpu)} |
| peak MiB for ${largest.hosts.toLocaleString('en')} hosts | ${memory.toFixed(0)} | ${judged(memory, LIMIT.memory)} |

| growth of the CPU time | exponent of the number of hosts | intended |
| --- | --: | --: |
${COMMANDS.map((name) => growthOf(all, name)).join('\n')}
`;
}

function rowOf(measured: AuditMeasured): string {
  const { hosts, objects, bytes } = measured;
  const usages = COMMANDS.flatMap((name) => [measured[name].cpu.toFixed(2), measured[name].memory.toFixed(0)]);
  const cells = [hosts.toLocaleString('en'), objects.toLocaleString('en'), (bytes / 1e6).toFixed(1), ...usages];
  return `| ${cells.join(' | ')} |`;
}

function growthOf(all: readonly AuditMeasured[], name: (typeof COMMANDS)[number]): string {
  const exponent = slopeOf(all.map((each) => [Math.log(each.hosts), Math.log(each[name].cpu)]));
  return `| \`${name}\` | ${exponent.toFixed(2)} | ${judged(exponent, EXPONENT)} |`;
}

/** Returns the slope of the line with the least squares through points. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([each]) => each)), mean(points.map(([, each]) => each))];
  const covariance = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return covariance / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}
