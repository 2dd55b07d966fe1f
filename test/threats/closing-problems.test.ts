/** What closes a way writes the object that it is said to write, in a program that uses it. */
import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalHttpRoute, TlsOrigination } from '../../lib';
import { closingProblems } from './closing-problems';
import { givenTo } from './given-to';
import { Program } from './programs';
import { by, byDefault, Closing, given } from './threat';

const TEXT = `
  const gateway = new EgressGateway(chart, 'gateway', { clusterDomain: 'cluster.local' });
  const allowFrom = [EgressSource.namespace('payments')];
  const origins = { 'a.com': TlsOrigination.simple() };
  for (const [host, tlsOrigination] of Object.entries(origins)) {
    new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination, allowFrom });
  }
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
`;

/** The program of that text, run. */
function program(): Program {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', { clusterDomain: 'cluster.local' });
  const allowFrom = [EgressSource.namespace('payments')];
  const tlsOrigination = TlsOrigination.simple();
  new ExternalHttpRoute(chart, 'a.com', { gateway, hosts: ['a.com'], tlsOrigination, allowFrom });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
  return { name: 'x/main', text: TEXT, constructs: app.node.findAll() };
}

it.each<[string, Closing]>([
  ['a construct', by('EgressLockdownPolicy', 'NetworkPolicy')],
  ['an object of the gateway that a route asks for', by('EgressGateway', 'AuthorizationPolicy')],
  ['a property', by('ExternalHttpRoute.allowFrom', 'AuthorizationPolicy')],
  ['a property of all gateways', by('EgressGateway.clusterDomain', 'AuthorizationPolicy')],
  ['a value of a loop', given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule')],
  ['a member of a class', given('EgressSource.namespace', 'ExternalHttpRoute', 'AuthorizationPolicy')],
  ['a default', byDefault('LockdownMode.TIGHT', 'EgressLockdownPolicy', 'NetworkPolicy')],
  ['one of another', byDefault('ClientTls.ISTIO_MUTUAL', 'EgressGateway', 'Gateway', 'ExternalHttpRoute')],
])('nothing is wrong with %s', (_, closing) => {
  expect(closingProblems(closing, [program()])).toEqual([]);
});

it.each<[string, Closing, string]>([
  ['a kind that another construct writes', by('EgressGateway', 'Gateway'), 'writes no Gateway in x/main'],
  ['a kind that nobody writes', by('ExternalHttpRoute', 'Sidecar'), 'writes no Sidecar in x/main'],
  [
    'a kind of another construct, for a value',
    given('TlsOrigination', 'ExternalHttpRoute', 'NetworkPolicy'),
    'writes no NetworkPolicy in x/main',
  ],
  ['a name that is not exported', by('EgressFirewall', 'NetworkPolicy'), 'lib/index.ts does not export it'],
  ['a property that is none', by('ExternalHttpRoute.allowTo', 'Gateway'), 'lib/index.ts does not export it'],
  ['a construct that is not used', by('EgressTelemetry', 'Telemetry'), 'is not used in x/main'],
  ['a property that is not given', by('ExternalHttpRoute.allow', 'EnvoyFilter'), 'is not used in x/main'],
  [
    'a value that another construct is given',
    given('EgressSource.namespace', 'EgressGateway', 'AuthorizationPolicy'),
    'is not used in x/main',
  ],
  ['another member', given('EgressSource.anyone', 'ExternalHttpRoute', 'AuthorizationPolicy'), 'is not used in x/main'],
  ['what is no default', byDefault('LockdownMode.BY_LABELS', 'EgressLockdownPolicy', 'NetworkPolicy'), 'is no default'],
])('%s is found', (_, closing, problem) => {
  expect(closingProblems(closing, [program()])).toEqual([`${closing.by}: ${problem}`]);
});

it('a default is not used where the program says otherwise', () => {
  const text = TEXT.replace("['payments'] }", "['payments'], mode: LockdownMode.BY_LABELS }");
  const closing = byDefault('LockdownMode.TIGHT', 'EgressLockdownPolicy', 'NetworkPolicy');
  expect(closingProblems(closing, [{ ...program(), text }])).toEqual(['LockdownMode.TIGHT: is not used in x/main']);
});

it('nothing is used where no program is', () => {
  expect(closingProblems(by('EgressGateway', 'Gateway'), [])).toEqual(['EgressGateway: is not used in any program']);
});

it('what a construct is given is not what another is given', () => {
  expect([...givenTo(TEXT, 'EgressLockdownPolicy')]).not.toContain('clusterDomain');
  expect([...givenTo(TEXT, 'EgressGateway')]).toContain('clusterDomain');
});
