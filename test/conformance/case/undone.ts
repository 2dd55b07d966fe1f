/**
 * The command of kubectl that takes another one back: `label namespace a b=c` and `apply -f FILE`.
 *
 * @throws {Error} for a command that is neither
 */
export function undone(command: string): string {
  if (command.startsWith('apply ')) return command.replace('apply ', 'delete ');
  if (/^label .*=\S*$/.test(command)) return command.replace(/=\S*$/, '-');
  throw new Error(`nothing takes back 'kubectl ${command}'; in a stage that mutants run, use label or apply`);
}
