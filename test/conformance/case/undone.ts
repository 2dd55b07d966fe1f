/**
 * The command of kubectl that takes another one back: `label namespace a b=c`, `apply -f FILE` and `create secret ...`.
 *
 * @throws {Error} for a command that is neither
 */
export function undone(command: string): string {
  if (command.startsWith('apply ')) return command.replace('apply ', 'delete ');
  const secret = /^create secret \S+ (\S+ -n \S+) /.exec(command);
  if (secret) return `delete secret ${secret[1]}`;
  if (/^label .*=\S*$/.test(command)) return command.replace(/=\S*$/, '-');
  throw new Error(
    `nothing takes back 'kubectl ${command}'; in a stage that mutants run, use label, apply or create secret`,
  );
}
