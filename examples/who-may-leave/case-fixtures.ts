/** Objects that are not of the library, in the locked-down namespace and in a namespace without a lockdown. */
import { Expectation, request } from '../../test/conformance/cases/case';

const NAMESPACES = ['default', 'test-egress'];

const inEach = (verb: string, fixture: string, namespaces: readonly string[]): string[] =>
  namespaces.map((namespace) => `${verb} -n ${namespace} -f test/conformance/cases/fixtures/${fixture}.yaml`);

/** The kubectl commands that apply a fixture to namespaces, or to both without an argument. */
export const applied = (fixture: string, ...namespaces: readonly string[]): string[] =>
  inEach('apply', fixture, namespaces.length > 0 ? namespaces : NAMESPACES);

/** The kubectl commands that delete a fixture. */
export const taken = (fixture: string, ...namespaces: readonly string[]): string[] =>
  inEach('delete', fixture, namespaces.length > 0 ? namespaces : NAMESPACES);

/** Expectations for a request that leaves directly, except from the locked-down namespace. */
export const onlyWithoutLockdown = (app: string, url: string): Expectation[] => [
  request(`default/${app}`, url).goesDirectly(),
  request(`test-egress/${app}`, url).isBlocked(),
];
