/** Objects that are not of the library, in the namespace that is locked down and in one that is not. */
import { Expectation, request } from '../../test/conformance/case/case';

const NAMESPACES = ['default', 'test-egress'];

const inEach = (verb: string, fixture: string, namespaces: readonly string[]): string[] =>
  namespaces.map((namespace) => `${verb} -n ${namespace} -f test/conformance/fixtures/${fixture}.yaml`);

/** Commands of kubectl that put a fixture into namespaces; into both without any. */
export const applied = (fixture: string, ...namespaces: readonly string[]): string[] =>
  inEach('apply', fixture, namespaces.length > 0 ? namespaces : NAMESPACES);

/** Commands that take it away again. */
export const taken = (fixture: string, ...namespaces: readonly string[]): string[] =>
  inEach('delete', fixture, namespaces.length > 0 ? namespaces : NAMESPACES);

/** From the namespace without a lockdown it goes directly, from the other nowhere. */
export const onlyWithoutLockdown = (app: string, url: string): Expectation[] => [
  request(`default/${app}`, url).goesDirectly(),
  request(`test-egress/${app}`, url).isBlocked(),
];
