/** Programs that stay, and answer every line of JSON by a line of JSON. */
import { ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';

/** A running program, which is asked one question after the other. */
export class LineProgram {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string>;
  private last: Promise<unknown> = Promise.resolve();

  public constructor(private readonly command: string) {
    this.child = spawn(command, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    // The end of the program ends its output, which is what `ask` waits for.
    this.child.stdin.on('error', () => undefined);
    this.answers = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** @throws {Error} if the program ends without an answer */
  public ask<Answer>(question: object): Promise<Answer> {
    const answered = this.last.then(() => this.next<Answer>(question));
    this.last = answered.catch(() => undefined);
    return answered;
  }

  public async end(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.stdin.end();
    await once(this.child, 'close');
  }

  private async next<Answer>(question: object): Promise<Answer> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const answer = (await this.answers.next()) as IteratorResult<string, undefined>;
    if (answer.done === true) throw new Error(`${this.command} ended without an answer`);
    return JSON.parse(answer.value) as Answer;
  }
}
