/** A cluster of this run: the process of its sandbox, which runs units of work. */
import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { enterSandbox } from '../environment/sandbox/enter';
import { environmentOf, say } from '../environment/tools/say';
import { Found, Worker } from './dispatch';
import { Answer, ClusterFigures, Order } from './messages';
import { CANNOT_START } from './status';
import { Unit } from './unit';

/** The process ended instead of answering. */
class Ended extends Error {
  public constructor(public readonly status: number) {
    super(`the process of the cluster ended with status ${status}`);
  }
}

export class ClusterProcess implements Worker {
  public readonly name: string;
  /** What the cluster needed; present after its end. */
  public figures?: ClusterFigures;
  private child?: ChildProcess;

  public constructor(
    private readonly number: number,
    private readonly args: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.name = `cluster ${number}`;
  }

  public async start(): Promise<void> {
    try {
      await this.enter();
    } catch (error) {
      if (!(error instanceof Ended && error.status === CANNOT_START)) throw error;
      say(`${this.name}: the environment did not start; trying once more`);
      await this.enter();
    }
  }

  public run(unit: Unit): Promise<Found> {
    return this.answer({ unit }) as Promise<Found>;
  }

  public async end(): Promise<void> {
    this.figures = (await this.answer('end')) as ClusterFigures;
    await this.ended();
  }

  /** Resolves with the status of the process when it ends. */
  public async ended(): Promise<number> {
    const { child } = this;
    if (child?.exitCode === null) await once(child, 'close');
    return child?.exitCode ?? 1;
  }

  private enter(): Promise<Answer> {
    const env = { ...this.env, ...environmentOf(this.number) };
    this.child = enterSandbox(join(__dirname, 'suite.ts'), this.args, env);
    return this.answer();
  }

  /** Sends an order, where there is one, and returns the next message. */
  private answer(order?: Order): Promise<Answer> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      if (child?.connected !== true) return reject(new Ended(child?.exitCode ?? 1));
      const ended = (status: number | null): void => reject(new Ended(status ?? 1));
      child.once('error', reject).once('close', ended);
      child.once('message', (answer: Answer) => {
        child.off('error', reject).off('close', ended);
        resolve(answer);
      });
      if (order !== undefined) child.send(order);
    });
  }
}
