/** Prints what a process used at its end: `node --require usage.js PROGRAM`. The last line of standard error is JSON. */
import type { ProcessUsage } from './audit';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const usage: ProcessUsage = { cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS / 1024 };
  process.stderr.write(`\n${JSON.stringify(usage)}\n`);
});
