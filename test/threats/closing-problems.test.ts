/** Problems of the closings: the construct that closes a way must write the object of the named kind in a program. */
import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalHttpRoute, TlsOrigination } from '../../lib';
import { closingProblems } from './closing-problems';
import { givenTo } from './given-to';
import { Program } from './programs';
import { by, byDefault, Closing, given } from './threat';

const TEXT = `
  const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });
  const allowFrom = [EgressSource.namespace('payments')];
  const origins = { 'a.com': TlsOrigination.simple() };
  for (const [host, tlsOrigination] of Object.entries(origins)) {
    new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination, allowFrom });
  }
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
`;

/** Returns the program of `TEXT` after it ran. */
function program(): Program {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });
  const allowFrom = [EgressSource.namespace('payments')];
  const tlsOrigination = TlsOrigination.simple();
  new ExternalHttpRoute(chart, 'a.com', { gateway, hosts: ['a.com'], tlsOrigination, allowFrom });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
  return { name: 'x/main', text: TEXT, constructs: app.node.findAll() };
}

it.each<[string, Closing]>([
  ['a construct', by('EgressLockdownPolicy', 'NetworkPolicy')],
  ['an object of the gateway that a route needs', by('EgressGateway', 'AuthorizationPolicy')],
  ['a property', by('ExternalHttpRoute.allowFrom', 'AuthorizationPolicy')],
  ['a property of a gateway', by('EgressGateway.defaultDeny', 'AuthorizationPolicy')],
  ['a value of a loop', given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule')],
  ['a member of a class', given('EgressSource.namespace', 'ExternalHttpRoute', 'AuthorizationPolicy')],
  ['a default', byDefault('LockdownMode.POD_SELECTORS', 'EgressLockdownPolicy', 'NetworkPolicy')],
  [
    'a default of another construct',
    byDefault('ClientTls.ISTIO_MUTUAL', 'EgressGateway', 'Gateway', 'ExternalHttpRoute'),
  ],
])('closingProblems() finds no problem with %s', (_, closing) => {
  expect(closingProblems(closing, [program()])).toEqual([]);
});

it.each<[string, Closing, string]>([
  ['a kind that another construct writes', by('EgressGateway', 'Gateway'), 'writes no Gateway in x/main'],
  ['a kind that no construct writes', by('ExternalHttpRoute', 'Sidecar'), 'writes no Sidecar in x/main'],
  [
    'a kind of another construct, for a value',
    given('TlsOrigination', 'ExternalHttpRoute', 'NetworkPolicy'),
    'writes no NetworkPolicy in x/main',
  ],
  ['a name that is not exported', by('EgressFirewall', 'NetworkPolicy'), 'lib/index.ts does not export it'],
  ['an unknown property', by('ExternalHttpRoute.allowTo', 'Gateway'), 'lib/index.ts does not export it'],
  ['a construct that is not used', by('EgressTelemetry', 'Telemetry'), 'is not used in x/main'],
  ['a property that is not given', by('ExternalHttpRoute.allowedOperations', 'EnvoyFilter'), 'is not used in x/main'],
  [
    'a value that another construct is given',
    given('EgressSource.namespace', 'EgressGateway', 'AuthorizationPolicy'),
    'is not used in x/main',
  ],
  [
    'another member',
    given('EgressSource.anyAuthenticated', 'ExternalHttpRoute', 'AuthorizationPolicy'),
    'is not used in x/main',
  ],
  [
    'a value that is not a default',
    byDefault('LockdownMode.NAMESPACE_LABELS', 'EgressLockdownPolicy', 'NetworkPolicy'),
    'is no default',
  ],
])('closingProblems() finds %s', (_, closing, problem) => {
  expect(closingProblems(closing, [program()])).toEqual([`${closing.by}: ${problem}`]);
});

it('closingProblems() finds a default that the program overrides', () => {
  const text = TEXT.replace("['payments'] }", "['payments'], mode: LockdownMode.NAMESPACE_LABELS }");
  const closing = byDefault('LockdownMode.POD_SELECTORS', 'EgressLockdownPolicy', 'NetworkPolicy');
  expect(closingProblems(closing, [{ ...program(), text }])).toEqual([
    'LockdownMode.POD_SELECTORS: is not used in x/main',
  ]);
});

it('closingProblems() finds a construct without any program', () => {
  expect(closingProblems(by('EgressGateway', 'Gateway'), [])).toEqual(['EgressGateway: is not used in any program']);
});

it('givenTo() returns the arguments of one construct only', () => {
  expect([...givenTo(TEXT, 'EgressLockdownPolicy')]).not.toContain('defaultDeny');
  expect([...givenTo(TEXT, 'EgressGateway')]).toContain('defaultDeny');
});
