/** Who may leave in drawn apps: requests through a real gateway, held against the reference decision. */
import fc from 'fast-check';
import { EgressGateway, ExternalHttpRoute, ExternalTlsRoute } from '../../../../lib';
import { DrawnRoute, drawnRoutes } from '../../../property/arbitraries';
import { sourceOf } from '../../../property/written';
import { synthesized } from '../../../support/synthesized';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { Expectation, request } from '../../cases/case';
import { AskedOperation, Caller, mayUse } from '../oracle/reference-access';
import { Check, nothingWrong } from '../check';
import { Cluster } from '../../environment/running/cluster';
import { say } from '../../environment/tools/say';
import { CommandFailed } from '../../environment/tools/command';
import { checksOf } from './expectations';

/** How many apps are drawn: each takes some seconds to apply and a second for three requests. */
const DRAWN = 4;
const REASON = 'The gateway decides as the reference does.';
const HOSTS = ['edition.cnn.com', 'www.example.com', 'api.example.org'];

/** Pods that call, by what sources tell them by. */
const CALLERS: Readonly<Record<string, Caller>> = {
  'default/curl': { namespace: 'default', account: 'default' },
  'default/reports': { namespace: 'default', account: 'reports' },
  'test-egress/curl': { namespace: 'test-egress', account: 'default' },
};

const OPERATIONS: readonly AskedOperation[] = [
  { method: 'GET', path: '/v1/a' },
  { method: 'POST', path: '/v1/a' },
  { method: 'GET', path: '/v2' },
];

/** A check per drawn app: every caller is let through or refused as the reference decides. The same apps for the same seed. */
export async function drawnAccess(cluster: Cluster, seed: number): Promise<Check[]> {
  const apps = fc.sample(drawnRoutes(HOSTS), { numRuns: DRAWN, seed });
  const checks: Check[] = [];
  for (const [index, routes] of apps.entries()) {
    const manifests = written(routes);
    await kubectl(cluster, 'apply', manifests);
    const asked = await checksOf(cluster, [{ because: REASON, expect: routes.flatMap(expectationsOf) }]);
    await kubectl(cluster, 'delete', manifests);
    const wrong = asked
      .filter(({ passed }) => !passed)
      .map(({ what, expected, seen }) => `${what}: ${expected}; ${seen}`);
    const refused = asked.filter(({ expected }) => expected.startsWith('refused')).length;
    const words = `${asked.length - refused} requests let through, ${refused} refused`;
    checks.push(nothingWrong(`drawn ${index + 1}: ${routes.map(nameOf).join(', ')}`, words, wrong));
    say(`who may leave, drawn: ${index + 1} of ${apps.length}`);
  }
  return checks;
}

function written(routes: readonly DrawnRoute[]): Manifest[] {
  return synthesized((chart) => {
    const gateway = new EgressGateway(chart, 'gateway');
    for (const { host, protocol, sources, method, below } of routes) {
      const props = { gateway, hosts: [host], allowFrom: sources.map(sourceOf) };
      if (protocol === 'tls') {
        new ExternalTlsRoute(chart, `tls-${host}`, props);
        continue;
      }
      const route = new ExternalHttpRoute(chart, `http-${host}`, props);
      if (method === undefined && below === undefined) continue;
      route.allowOperations({
        ...(method !== undefined && { methods: [method] }),
        ...(below !== undefined && { paths: [`${below}*`] }),
      });
    }
  });
}

function expectationsOf(route: DrawnRoute): Expectation[] {
  const { host, protocol } = route;
  const [scheme, port, operations] =
    protocol === 'tls' ? (['https', 443, OPERATIONS.slice(0, 1)] as const) : (['http', 80, OPERATIONS] as const);
  return Object.entries(CALLERS).flatMap(([pod, caller]) =>
    operations.map((asked) => {
      const sent = request(pod, `${scheme}://${host}${asked.path}`, ...curlOf(asked));
      if (mayUse(route, caller, asked)) return sent.goesThrough(`outbound|${port}||${host}`);
      return isCheckedInHandshake(route) ? sent.isRefusedInHandshake() : sent.isRefusedByPolicy();
    }),
  );
}

/** Whether the gateway compares the names of service accounts, and nothing else. */
function isCheckedInHandshake({ protocol, sources }: DrawnRoute): boolean {
  return protocol === 'tls' && sources.every(({ account }) => account !== undefined);
}

/** With a body where one belongs: to a request that should have one, proxies add that it is empty. */
function curlOf({ method }: AskedOperation): string[] {
  return method === 'POST' ? ['--data', 'x'] : ['--request', method];
}

function nameOf({ host, protocol, sources, method, below }: DrawnRoute): string {
  const from = sources.map((source) => sourceOf(source).toString()).join(' and ');
  return [`${protocol} ${host} from ${from}`, method, below].filter((part) => part !== undefined).join(' ');
}

async function kubectl(cluster: Cluster, verb: 'apply' | 'delete', items: readonly Manifest[]): Promise<void> {
  const result = await cluster.change([verb, '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  if (result.status !== 0) throw new CommandFailed(`kubectl ${verb}`, result);
}
