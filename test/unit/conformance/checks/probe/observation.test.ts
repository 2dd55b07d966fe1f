import { differences, Evidence, headerDifferences, observe } from '../../../../conformance/checks/probe/observation';

const evidence: Evidence = {
  client: '10.244.0.15',
  gateways: new Map([['10.244.0.21', 'istio-system/istio-egressgateway-5d-x7']]),
  exit: 0,
  httpStatus: 200,
  error: '',
  arrivals: 0,
};
const seenFrom = (peer: string): Evidence => ({
  ...evidence,
  seen: { peer, destination: '203.0.113.10:80', headers: {} },
});
const line = '... outbound|80||edition.cnn.com 10.244.0.21:5000 ...';
const answered: Evidence = { ...seenFrom('10.244.0.21:5000'), gatewayLine: line };
const refused: Evidence = {
  ...evidence,
  httpStatus: 403,
  gatewayLine: '403 - rbac_access_denied_matched_policy[none]',
};

describe('the way of a request', () => {
  it.each([
    ['via the gateway', 'the server saw a gateway', answered],
    ['direct', 'the server saw the client', seenFrom('10.244.0.15:4000')],
    ['direct', 'the server saw somebody else', seenFrom('172.30.0.1:4000')],
    ['direct', 'the server saw the client, and the answer got lost', { ...seenFrom('10.244.0.15:4000'), exit: 56 }],
    [
      'direct',
      'the server saw the client, whatever the gateway wrote',
      { ...seenFrom('10.244.0.15:4000'), gatewayLine: refused.gatewayLine },
    ],
    ['blocked', 'no server saw it', { ...evidence, exit: 7, httpStatus: 0 }],
    ['blocked', 'a proxy answered', { ...evidence, httpStatus: 503, gatewayLine: '503 UF' }],
    ['refused by policy', 'the gateway says so', refused],
    [
      'refused in the handshake',
      'the gateway connected to no host, and no byte passed',
      {
        ...{ ...evidence, exit: 35, httpStatus: 0 },
        gatewayLine:
          '[2026-11-28T23:31:25.724Z] "- - -" 0 - - - "-" 0 0 1 - "-" "-" "-" "-" "-" - - 10.244.0.11:8443 10.244.0.16:52682 a.com -',
      },
    ],
  ])('is %s where %s', (way, _, said) => {
    expect(observe(said).way).toBe(way);
  });

  it('names the gateway', () => {
    expect(observe(answered).gateway).toBe('istio-system/istio-egressgateway-5d-x7');
    expect(observe(seenFrom('10.244.0.15:4000')).gateway).toBeUndefined();
  });
});

describe('what is not as expected', () => {
  const through = {
    way: 'via the gateway',
    gateway: 'istio-system/istio-egressgateway',
    log: 'outbound|80||edition.cnn.com',
  } as const;

  it('nothing', () => {
    expect(differences(through, observe(answered))).toEqual([]);
    expect(differences({ way: 'direct' }, observe(seenFrom('10.244.0.15:1')))).toEqual([]);
    expect(differences({ way: 'blocked', exit: 7 }, observe({ ...evidence, exit: 7, httpStatus: 0 }))).toEqual([]);
    expect(differences({ way: 'refused by policy' }, observe(refused))).toEqual([]);
    const inHandshake = { ...evidence, way: 'refused in the handshake' } as const;
    expect(differences({ way: 'refused in the handshake' }, inHandshake)).toEqual([]);
    expect(differences({ way: 'blocked' }, inHandshake)).toEqual([]);
    expect(differences({ way: 'refused by policy' }, inHandshake)).toHaveLength(1);
    expect(differences({ way: 'refused in the handshake' }, observe(evidence))).toHaveLength(1);
  });

  it.each([
    ['the way', through, seenFrom('10.244.0.15:1'), /it went direct, expected via the gateway/],
    ['the way', { way: 'blocked' } as const, answered, /it went via the gateway, expected blocked/],
    ['the way', { way: 'blocked' } as const, refused, /it went refused by policy, expected blocked/],
    ['the answer', through, { ...answered, httpStatus: 503 }, /the answer was 503/],
    ['curl', through, { ...answered, exit: 28, error: 'timed out' }, /curl ended with 28: timed out/],
    ['the gateway', { ...through, gateway: 'istio-egress/egress' }, answered, /expected istio-egress\/egress/],
    [
      'a gateway whose name begins alike',
      { ...through, gateway: 'istio-system/istio' },
      { ...answered, gateways: new Map([['10.244.0.21', 'istio-system/istiox-1-2']]) },
      /expected istio-system\/istio/,
    ],
    ['the log', through, { ...answered, gatewayLine: 'outbound|443||edition.cnn.com' }, /expected outbound\|80/],
    ['no line', through, { ...answered, gatewayLine: undefined }, /no line of it/],
    [
      'the status of curl',
      { way: 'blocked', exit: 7 } as const,
      { ...evidence, exit: 6, httpStatus: 0 },
      /curl ended with 6, expected 7/,
    ],
  ])('%s', (_, expected, said, words) => {
    expect(differences(expected, observe(said)).join('; ')).toMatch(words);
  });
});

describe('what the server saw of the mesh', () => {
  const plain = { host: 'a.com', accept: '*/*' };

  it('is nothing where it saw what it sees without a mesh, or less', () => {
    expect(headerDifferences({ besides: [] }, { host: 'a.com' }, plain)).toEqual([]);
  });

  it('is a header more, or another value', () => {
    expect(headerDifferences({ besides: [] }, { ...plain, 'x-request-id': '1' }, plain)).toEqual([
      'the server saw x-request-id: 1',
    ]);
    expect(headerDifferences({ besides: [] }, { ...plain, host: 'b' }, plain)).toEqual([
      'the server saw host: b, not a.com',
    ]);
  });

  it('must not be a header that the gateway removes from the request', () => {
    const without = ['accept'];
    expect(headerDifferences({ without }, { host: 'a.com' }, plain)).toEqual([]);
    expect(headerDifferences({ without }, plain, plain)).toEqual(['the server saw accept']);
    expect(headerDifferences({ without: ['b3'] }, plain, plain)).toEqual(['the request has no b3']);
  });

  it('must have the values that the gateway brings, whatever the request has', () => {
    const values = { authorization: 'token' };
    expect(headerDifferences({ values }, { ...plain, authorization: 'token' }, plain)).toEqual([]);
    expect(headerDifferences({ values }, { ...plain, ...values }, { ...plain, authorization: 'own' })).toEqual([]);
    expect(headerDifferences({ values }, { ...plain, authorization: 'own' }, plain)).toEqual([
      'the server saw authorization: own, not token',
    ]);
    expect(headerDifferences({ values }, plain, plain)).toEqual(['the server saw authorization: undefined, not token']);
  });

  it('must be what is kept', () => {
    expect(headerDifferences({ besides: ['b3'] }, { ...plain, b3: '0' }, plain)).toEqual([]);
    expect(headerDifferences({ besides: ['b3'] }, plain, plain)).toEqual(['the server did not see b3']);
  });
});
