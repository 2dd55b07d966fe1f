/** Objects that are not of the library, in the locked-down namespace and in a namespace without a lockdown. */
import { Expectation, request } from '../../test/conformance/cases/case';
import { Group, WayId } from '../../test/conformance/cases/group';

const NAMESPACES = ['default', 'test-egress'];

const inEach = (verb: string, fixture: string, namespaces: readonly string[]): string[] =>
  namespaces.map((namespace) => `${verb} -n ${namespace} -f test/conformance/cases/fixtures/${fixture}.yaml`);

/** The kubectl commands that apply a fixture to namespaces, or to both without an argument. */
export const applied = (fixture: string, ...namespaces: readonly string[]): string[] =>
  inEach('apply', fixture, namespaces.length > 0 ? namespaces : NAMESPACES);

/** The kubectl commands that delete a fixture. */
export const taken = (fixture: string, ...namespaces: readonly string[]): string[] =>
  inEach('delete', fixture, namespaces.length > 0 ? namespaces : NAMESPACES);

/** A Deployment of each of the two namespaces, and a URL. */
type Attempt = readonly [app: string, url: string];

/** Returns the expectations for attempts that the lockdown stops, and that succeed in the namespace without a lockdown. */
export const onlyWithoutLockdown = (
  closes: readonly WayId[],
  because: string,
  attempts: readonly Attempt[],
): Group<Expectation>[] => [
  { because, closes, expect: attempts.map(([app, url]) => request(`test-egress/${app}`, url).isBlocked()) },
  {
    because: 'The same attempts succeed in a namespace without a lockdown, so the lockdown is what stops them.',
    expect: attempts.map(([app, url]) => request(`default/${app}`, url).goesDirectly()),
  },
];
