/** The memory of all programs in the sandbox. */
import { readdirSync, readFileSync } from 'node:fs';

/** Seconds between two looks, each of which needs a tenth of a second or more. */
const INTERVAL = 15;

/** Looks now and then, and remembers the most, in MiB. */
export class MemoryWatch {
  public most = 0;
  private readonly timer = setInterval(() => (this.most = Math.max(this.most, now())), INTERVAL * 1000);

  public stop(): void {
    clearInterval(this.timer);
  }
}

/** The proportional share of each process, so that what several have in common counts once. */
function now(): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const sizes = processes.map((id) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0; // It has ended in the meantime.
    }
  });
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
}
