/**
 * The command of kubectl that takes another one back: `label namespace a b=c`, `apply -f FILE`, and `create` of a
 * namespace or a Secret, which may be gone by then.
 *
 * @throws {Error} for a command that is neither
 */
export function undone(command: string): string {
  if (command.startsWith('apply ')) return command.replace('apply ', 'delete ');
  const created = /^create (?:(namespace \S+)$|(secret )\S+ (\S+ -n \S+) )/.exec(command);
  if (created) return `delete --ignore-not-found ${created.slice(1).join('')}`;
  if (/^label .*=\S*$/.test(command)) return command.replace(/=\S*$/, '-');
  throw new Error(`nothing takes back 'kubectl ${command}'; in a stage that mutants run, use label, apply or create`);
}
