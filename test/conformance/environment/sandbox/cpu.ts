/** The time of the machine's cores. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts hundredths of a second. */
const TICKS = 100;

/** In the sandbox: returns the CPU seconds of all its programs, also of those that have ended. */
export function cpuSeconds(): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.reduce((sum, id) => {
    try {
      return sum + cpuSecondsIn(readFileSync(`/proc/${id}/stat`, 'utf8'));
    } catch {
      return sum; // The process has ended in the meantime; its parent counts it.
    }
  }, 0);
}

/** Returns the CPU seconds in the text of `/proc/ID/stat`, those of the ended children of the process included. */
export function cpuSecondsIn(stat: string): number {
  // The name of the program, in brackets, may contain spaces. User and system time follow, then those of the children.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
}

/** The time of all cores since the machine started, in ticks. */
export interface CoreTime {
  readonly idle: number;
  readonly all: number;
}

export function coreTime(): CoreTime {
  return coreTimeIn(readFileSync('/proc/stat', 'utf8'));
}

/** Returns the time in the text of `/proc/stat`. */
export function coreTimeIn(stat: string): CoreTime {
  const times = (/^cpu +(.*)/.exec(stat)?.[1] ?? '').split(' ').slice(0, 8).map(Number);
  const [idle = 0, waiting = 0] = times.slice(3, 5);
  return { idle: idle + waiting, all: times.reduce((sum, time) => sum + time, 0) };
}

/** Returns the share of the time between two looks in which cores were idle, from 0 to 1. */
export function idleShare(from: CoreTime, to: CoreTime): number {
  return (to.idle - from.idle) / Math.max(1, to.all - from.all);
}
