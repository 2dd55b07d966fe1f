import { HttpCredential, SecretCredentialOptions } from '../../../lib';
import { findingOf, findingsOf } from '../input/findings';

describe('HttpCredential.fromSecret', () => {
  test('the header is authorization, and the key of the Secret has the name of the header', () => {
    const credential = HttpCredential.fromSecret({ secretName: 'api-token' });
    expect(credential).toMatchObject({ secretName: 'api-token', key: 'authorization', header: 'authorization' });
    expect(String(credential)).toBe('authorization from api-token/authorization');
  });

  test('the key has the name of another header in lower case', () => {
    const { key, header } = HttpCredential.fromSecret({ secretName: 'news', header: 'X-Api-Key' });
    expect([key, header]).toEqual(['x-api-key', 'x-api-key']);
  });

  test('a key is read as it is', () => {
    expect(HttpCredential.fromSecret({ secretName: 'news.v1', key: 'API_KEY.txt' }).key).toBe('API_KEY.txt');
  });

  test.each<[string, SecretCredentialOptions, string, RegExp]>([
    ['a name in upper case', { secretName: 'Api-Token' }, 'EGR0110', /write "api-token"/],
    ['a path as the name', { secretName: 'istio-egress/api-token' }, 'EGR0110', /write "api-token"/],
    ['a key with a slash', { secretName: 'a', key: 'b/c' }, 'EGR0110', /kubectl get/],
    ['the key ..', { secretName: 'a', key: '..' }, 'EGR0110', /kubectl get/],
    ['the header host', { secretName: 'a', header: 'host' }, 'EGR0228', /"authorization"/],
    ['the value itself', { secretName: 'a', value: 'Bearer x' } as never, 'EGR0101', /write the value to a Secret/],
    ['a prefix', { secretName: 'a', prefix: 'Bearer ' } as never, 'EGR0101', /the whole value of the header/],
  ])('%s is rejected', (_, options, code, fix) => {
    const finding = findingOf(() => HttpCredential.fromSecret(options));
    expect(finding).toMatchObject({ code });
    expect(finding.fix).toMatch(fix);
  });

  test('one error names every malformed option', () => {
    const run = () => HttpCredential.fromSecret({ secretName: 'A b', key: '/', header: 'te' });
    expect(findingsOf(run).map(({ code }) => code)).toEqual(['EGR0110', 'EGR0228', 'EGR0110']);
  });
});
