import { AccessLogLine, accessLogLines, withOwnHops } from '../../../../conformance/checks/probe/access-log';

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
    ...{ flags: '-', details: '-', cluster: '-' },
  });
  const outer = line('outer', '10.244.0.15:42252', '127.0.0.1:37780');
  const inner = line('inner', '127.0.0.1:37780', '10.244.0.21:58176');
  const others = [line('other', '127.0.0.1:37781', '-'), line('elsewhere', '10.244.0.21:58176', '-')];

  it.each<[string, AccessLogLine | undefined, string | undefined]>([
    ['both', outer, 'outer\ninner'],
    ['the last alone', inner, 'inner'],
    ['none', undefined, undefined],
    ['one that goes nowhere', others[0], 'other'],
  ])('are %s', (_, first, text) => {
    expect(withOwnHops(first, [...others, inner, outer])).toBe(text);
  });
});
