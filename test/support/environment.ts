/**
 * The environment of the tests: that of Node, and the validator of manifests. jest loads every other module anew for each test
 * file; the validator, whose schemas take a while to read and to compile, is loaded once in a worker.
 */
import { TestEnvironment } from 'jest-environment-node';
import { violations } from './schema/violations';

export default class extends TestEnvironment {
  public override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { violations });
  }
}
