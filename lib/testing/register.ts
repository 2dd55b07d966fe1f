/** Adds the matchers to the global `expect` of Jest, or of Vitest with `globals: true`. */
import { egressMatchers } from './index';

export type { EgressMatchers } from './index';

const { expect } = globalThis as { expect?: { extend?: (matchers: object) => void } };
if (expect?.extend === undefined) {
  throw new Error(
    'cdk8s-istio-egress/testing/register must run in a test with a global expect; fix: write expect.extend(egressMatchers) with the expect that the test imports',
  );
}
expect.extend(egressMatchers);
