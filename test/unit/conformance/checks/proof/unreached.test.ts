import { Check } from '../../../../conformance/checks/check';
import { unreached } from '../../../../conformance/checks/proof/unreached';
import { Stage } from '../../../../conformance/cases/case';

const BECAUSE = 'The gateway refuses the callers first.';
const MADE: Check = { what: 'a request', expected: 'x', seen: 'x', passed: true };
const accepted = (address: string): string => JSON.stringify({ accepted: `${address}:587`, from: '10.244.0.11:5000' });

/** The checks of a stage during whose requests servers write lines. */
function checksOf(hosts: string[] | undefined, ...lines: readonly string[]): Promise<readonly Check[]> {
  const outside = { output: `${accepted('203.0.113.24')}\n` };
  const stage: Stage = { title: 'x', ...(hosts && { unreached: { because: BECAUSE, expect: hosts } }) };
  return unreached({ outside } as never, stage, () => {
    outside.output += lines.map((line) => `${line}\n`).join('');
    return Promise.resolve([MADE]);
  });
}

it('a host without a connection during the requests is unreached, whatever was before', async () => {
  const [made, check] = await checksOf(['mail.example.org'], accepted('203.0.113.25'), '{"peer":"10.244.0.11:1"}');
  expect(made).toBe(MADE);
  expect(check).toMatchObject({ because: BECAUSE, what: 'the server of mail.example.org', passed: true });
});

it('a connection during the requests is seen, with its peer', async () => {
  const [, check] = await checksOf(['mail.example.org'], accepted('203.0.113.24'));
  expect(check).toMatchObject({ passed: false, seen: 'connections from 10.244.0.11:5000' });
});

it('a stage without such hosts has the checks of its requests only', async () => {
  expect(await checksOf(undefined, accepted('203.0.113.24'))).toEqual([MADE]);
});

it('a host that the suite does not have is an error', async () => {
  await expect(checksOf(['no-such-host.example'])).rejects.toThrow('is no external host of the suite');
});
