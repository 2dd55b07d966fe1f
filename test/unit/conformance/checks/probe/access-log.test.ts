import {
  AccessLogLine,
  accessLogLines,
  endedInHandshake,
  withOwnHops,
} from '../../../../conformance/checks/probe/access-log';

const HTTP =
  '[2026-08-27T13:03:34.905Z] "GET /politics HTTP/2" 200 - via_upstream - "-" 0 1965 0 0 "10.244.0.15" "curl/7.88.1" ' +
  '"2fc8442e" "edition.cnn.com" "203.0.113.10:80" outbound|80||edition.cnn.com 10.244.0.21:58176 10.244.0.21:8080 ' +
  '10.244.0.15:42252 edition.cnn.com -';
const TLS =
  '[2026-08-27T13:03:34.923Z] "- - -" 0 - - - "-" 730 1828 5 - "-" "-" "-" "-" "203.0.113.10:443" ' +
  'outbound|443||edition.cnn.com 10.244.0.21:58176 10.244.0.21:8443 10.244.0.17:42252 edition.cnn.com -';
const REFUSED =
  '[2026-08-27T13:03:34.923Z] "GET / HTTP/2" 403 - rbac_access_denied_matched_policy[none] - "-" 0 19 0 - "10.244.0.15" ' +
  '"curl/7.88.1" "5f" "edition.cnn.com" "-" outbound|80||edition.cnn.com - 10.244.0.21:8080 10.244.0.15:42252 - -';
const REFUSED_TCP =
  '[2026-08-27T13:03:34.923Z] "- - -" 0 - - rbac_access_denied_matched_policy[ns[istio-system]-policy[refuse]-rule[0]] ' +
  '"-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.244.0.21:8443 10.244.0.15:42252 edition.cnn.com -';

it.each([
  ['HTTP', HTTP, 'outbound|80||edition.cnn.com', '10.244.0.21:58176', '10.244.0.15:42252'],
  ['TLS passed through', TLS, 'outbound|443||edition.cnn.com', '10.244.0.21:58176', '10.244.0.17:42252'],
  ['a refusal', REFUSED, 'outbound|80||edition.cnn.com', '-', '10.244.0.15:42252'],
])('the ends of the connections of %s', (_, text, cluster, upstreamLocal, downstreamRemote) => {
  expect(accessLogLines(text)).toEqual([expect.objectContaining({ text, cluster, upstreamLocal, downstreamRemote })]);
});

it.each([REFUSED, REFUSED_TCP])('the reason of a refusal is in the details', (text) => {
  expect(accessLogLines(text)[0]?.details).toContain('rbac_access_denied');
});

const IN_HANDSHAKE =
  '[2026-11-28T23:31:25.724Z] "- - -" 0 - - - "-" 0 0 1 - "-" "-" "-" "-" "-" - - 10.244.0.11:8443 10.244.0.16:52682 edition.cnn.com -';
const IN_HANDSHAKE_JSON = JSON.stringify({
  ...{ start_time: '2026-11-28T23:32:38.480Z', response_flags: '-', response_code_details: null },
  ...{ connection_termination_details: null, upstream_cluster: null, upstream_local_address: null },
  ...{ downstream_remote_address: '10.244.0.16:55610', bytes_received: 0, bytes_sent: 0 },
});
const CONNECTED = IN_HANDSHAKE.replace(
  '"-" - - ',
  '"203.0.113.10:443" outbound|443||edition.cnn.com 10.244.0.11:36558 ',
);

it.each([
  ['a line of the handshake', IN_HANDSHAKE, true],
  ['a JSON line of the handshake', IN_HANDSHAKE_JSON, true],
  ['a line with a connection to the host', CONNECTED, false],
  ['a line with a byte of the host', IN_HANDSHAKE.replace('0 0 1', '0 19 1'), false],
  ['a refusal by a policy', REFUSED_TCP, false],
])('a connection ended in the handshake, or did not, by %s', (_, text, expected) => {
  expect(accessLogLines(text).map(endedInHandshake)).toEqual([expected]);
});

it('finds its lines between those of the agent', () => {
  const agent = '2026-08-27T13:03:17.756883Z\tinfo\tStarting proxy agent';
  expect(accessLogLines([agent, HTTP, '', 'binaryPath: /x', TLS].join('\n')).map(({ text }) => text)).toEqual([
    HTTP,
    TLS,
  ]);
});

it('a line that is cut off is none', () => {
  expect(accessLogLines(HTTP.slice(0, 120))).toEqual([]);
});

describe('the lines of a connection through a gateway that is its own next hop', () => {
  const line = (text: string, downstreamRemote: string, upstreamLocal: string): AccessLogLine => ({
    ...{ text, downstreamRemote, upstreamLocal },
    ...{ flags: '-', details: '-', cluster: '-', bytes: ['0', '0'] },
  });
  const outer = line('outer', '10.244.0.15:42252', '127.0.0.1:37780');
  const inner = line('inner', '127.0.0.1:37780', '10.244.0.21:58176');
  const others = [line('other', '127.0.0.1:37781', '-'), line('elsewhere', '10.244.0.21:58176', '-')];

  it.each<[string, AccessLogLine | undefined, string | undefined]>([
    ['both', outer, 'outer\ninner'],
    ['both, from the last on', inner, 'outer\ninner'],
    ['none', undefined, undefined],
    ['one that goes nowhere', others[0], 'other'],
  ])('are %s', (_, first, text) => {
    expect(withOwnHops(first, [...others, inner, outer])).toBe(text);
  });
});
