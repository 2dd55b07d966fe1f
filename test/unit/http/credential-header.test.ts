import { parseCredentialHeader } from '../../../lib/http/credential-header';
import { OVERRIDE_HEADERS } from '../../../lib/http/override-headers';
import { STRIPPED_HEADERS } from '../../../lib/http/stripped-headers';
import { findingOf } from '../input/findings';

test.each([
  ['authorization', 'authorization'],
  ['X-Api-Key', 'x-api-key'],
  ['Ocp-Apim-Subscription-Key', 'ocp-apim-subscription-key'],
  ['apikey', 'apikey'],
  ['cookie', 'cookie'],
])('the header %s can carry a credential, as %s', (value, name) => {
  expect(parseCredentialHeader('header', value)).toBe(name);
});

test.each([
  '',
  ' authorization',
  ':authority',
  'x_api_key',
  'x-api-key:',
  'x-api-',
  '1-key',
  'host',
  'Content-Length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'proxy-authorization',
  'x-envoy-retry-on',
  'x-forwarded-anything',
  'sec-websocket-key',
  ...STRIPPED_HEADERS,
  ...OVERRIDE_HEADERS,
  undefined as unknown as string,
  7 as unknown as string,
])('the header %p cannot carry a credential', (value) => {
  expect(findingOf(() => parseCredentialHeader('header', value))).toMatchObject({
    code: 'EGR0228',
    problem: 'header must be a request header that can carry a credential',
    fix: expect.stringContaining('header: "authorization"') as unknown,
  });
});
