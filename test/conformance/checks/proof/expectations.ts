/** Expectations, looked at: requests of one pod one after another, pods side by side. */
import { Cluster } from '../../environment/running/cluster';
import { differences, headerDifferences, Observation } from '../probe/observation';
import { probe } from '../probe/probe';
import { Check } from '../check';
import { Expectation } from '../../cases/case';
import { allOf, Group } from '../../cases/group';
import { routesOf } from './evidence';

/** Checks of all expectations, each with its reason, and with evidence where one is not met. */
export async function checksOf(cluster: Cluster, groups: readonly Group<Expectation>[]): Promise<Check[]> {
  const checks = new Map<Expectation, Check>();
  await perClient(allOf(groups), async (expected) => {
    checks.set(expected, await check(cluster, expected).catch((error: unknown) => failed(expected, String(error))));
    return true;
  });
  return groups.flatMap(({ because, expect }) =>
    expect.flatMap((expected) => {
      const made = checks.get(expected);
      return made === undefined ? [] : [{ ...made, because }];
    }),
  );
}

/** The first expectation that is not met, in words. Others are not looked at then. */
export async function firstRed(cluster: Cluster, expect: readonly Expectation[]): Promise<string | undefined> {
  const red: string[] = [];
  await perClient(expect, async (expected) => {
    if (red.length > 0) return false;
    const wrong = await wrongWith(cluster, expected, await probe(cluster, expected, IMPATIENT));
    if (wrong.length > 0) red.push(`${nameOf(expected)}: ${wrong.join('; ')}`);
    return wrong.length === 0;
  });
  return red[0];
}

/** Seconds for a request whose failure is no surprise. */
const IMPATIENT = 3;

/** A pod without a sidecar, in a namespace that no example locks down. */
const WITHOUT_A_MESH = 'default/plain';

async function wrongWith(cluster: Cluster, expected: Expectation, seen: Observation): Promise<string[]> {
  const wrong = differences(expected, seen);
  if (expected.besides === undefined || seen.seen === undefined) return wrong;
  const plain = await probe(cluster, { ...expected, from: WITHOUT_A_MESH });
  if (plain.seen === undefined) return [...wrong, `${WITHOUT_A_MESH} could not be compared with: ${plain.error}`];
  return [...wrong, ...headerDifferences(expected, seen.seen.headers, plain.seen.headers)];
}

async function perClient(
  expect: readonly Expectation[],
  look: (expected: Expectation) => Promise<boolean>,
): Promise<void> {
  const clients = [...new Set(expect.map(({ from }) => from))];
  const work = clients.map(async (client) => {
    for (const expected of expect.filter(({ from }) => from === client)) if (!(await look(expected))) return;
  });
  await Promise.all(work);
}

async function check(cluster: Cluster, expected: Expectation): Promise<Check> {
  const seen = await probe(cluster, expected);
  const wrong = await wrongWith(cluster, expected, seen);
  if (wrong.length === 0) return { ...wordsOf(expected), seen: wordsOf(expected).expected, passed: true };
  return failed(expected, wrong.join('; '), [...said(seen), '', ...(await routesOf(cluster, expected))].join('\n'));
}

function failed(expected: Expectation, seen: string, evidence?: string): Check {
  return { ...wordsOf(expected), seen, passed: false, ...(evidence !== undefined && { evidence }) };
}

function wordsOf(expected: Expectation): Pick<Check, 'what' | 'expected'> {
  return { what: nameOf(expected), expected: `${expected.way} ${expected.log ?? ''}`.trim() };
}

/** The words that name an expectation: the pod, the URL and the further arguments of curl. */
export function nameOf({ from, url, curl }: Expectation): string {
  return [from, url, ...curl].join(' ');
}

function said({ exit, httpStatus, error, seen, gatewayLine, clientLine }: Observation): string[] {
  return [
    `curl:        ended with ${exit}, status ${httpStatus} ${error}`,
    `server saw:  ${seen === undefined ? 'nothing' : JSON.stringify(seen)}`,
    `gateway log: ${gatewayLine ?? 'no line'}`,
    `client log:  ${clientLine ?? 'no line'}`,
  ];
}
