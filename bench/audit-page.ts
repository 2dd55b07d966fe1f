/** The results of the audit as a page. */
import { AuditMeasured, SETS } from './audit';
import { judged, machine } from './results';

/** The greatest CPU time in seconds that is intended for 40,000 objects, and the greatest memory in MiB for the largest manifests. */
const LIMIT = { cpu: 10, objects: 40_000, memory: 1024 };

/** The greatest exponent of the number of hosts that is intended for the CPU time: linear, and the noise of a machine. */
const EXPONENT = 1.1;

const COMMANDS = ['audit', 'diff', 'graph', 'report'] as const;

/** Returns the figures of the audit as a page. */
export function auditPage(all: readonly AuditMeasured[], date: Date): string {
  return `# What an audit costs

<!-- Written by \`npm run bench:audit\`, and by \`npm run bench\`. -->

Measured on ${machine(date)}.
Each measurement is a process of the command from its start to its end, and counts the CPU seconds of all its threads. Other programs on the
machine raise the seconds. Every set has 100 namespaces, each with a lockdown. The set \`library\` has the manifests of the library, with one
to three sources of each host. The set \`task\` has the four objects of Istio's task for each host, and an AuthorizationPolicy of each
namespace. \`diff\` compares the manifests with those of one more host.

| set | hosts | objects | MB | ${COMMANDS.map((name) => `\`${name}\` CPU s | peak MiB`).join(' | ')} |
| --- | --: | --: | --: | ${COMMANDS.map(() => '--: | --:').join(' | ')} |
${all.map(rowOf).join('\n')}

| limit of \`audit\` | measured | intended |
| --- | --: | --: |
${SETS.flatMap((set) => limitsOf(all, set)).join('\n')}

| growth of the CPU time | exponent of the number of hosts | intended |
| --- | --: | --: |
${SETS.flatMap((set) => COMMANDS.map((name) => growthOf(all, set, name))).join('\n')}
`;
}

function ofSet(all: readonly AuditMeasured[], set: AuditMeasured['set']): readonly AuditMeasured[] {
  return all.filter((each) => each.set === set);
}

/** The limit of the CPU time is one for each object: that of 40,000 objects, and proportionally more for more objects. */
function limitsOf(all: readonly AuditMeasured[], set: AuditMeasured['set']): readonly string[] {
  const largest = ofSet(all, set).at(-1);
  if (largest === undefined) throw new Error('nothing is measured');
  const { hosts, objects, audit } = largest;
  const of = `${hosts.toLocaleString('en')} hosts with ${objects.toLocaleString('en')} objects, \`${set}\``;
  const cpu = (LIMIT.cpu * Math.round((objects / LIMIT.objects) * 10)) / 10;
  return [
    `| CPU s for ${of} | ${audit.cpu.toFixed(2)} | ${judged(audit.cpu, cpu)} |`,
    `| peak MiB for ${of} | ${audit.memory.toFixed(0)} | ${judged(audit.memory, LIMIT.memory)} |`,
  ];
}

function rowOf(measured: AuditMeasured): string {
  const { set, hosts, objects, bytes } = measured;
  const usages = COMMANDS.flatMap((name) => [measured[name].cpu.toFixed(2), measured[name].memory.toFixed(0)]);
  const cells = [
    `\`${set}\``,
    hosts.toLocaleString('en'),
    objects.toLocaleString('en'),
    (bytes / 1e6).toFixed(1),
    ...usages,
  ];
  return `| ${cells.join(' | ')} |`;
}

function growthOf(all: readonly AuditMeasured[], set: AuditMeasured['set'], name: (typeof COMMANDS)[number]): string {
  const exponent = slopeOf(ofSet(all, set).map((each) => [Math.log(each.hosts), Math.log(each[name].cpu)]));
  return `| \`${name}\`, \`${set}\` | ${exponent.toFixed(2)} | ${judged(exponent, EXPONENT)} |`;
}

/** Returns the slope of the line with the least squares through points. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([each]) => each)), mean(points.map(([, each]) => each))];
  const covariance = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return covariance / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}
