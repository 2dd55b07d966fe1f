import { ExternalHost } from '../../../lib/mesh/external-host';
import { GatewayFacts } from '../../../lib/mesh/gateway';
import { Host } from '../../../lib/host/host';
import { Origination } from '../../../lib/mesh/tls-origination';
import { unreadableSecrets } from '../../../lib/analysis/unreadable-secrets';
import { externalHost, FACTS, fixIn, HTTP_80, TLS_443 } from '../help';

const SIMPLE: Origination = { mode: 'SIMPLE', port: 443, minProtocolVersion: 'TLSV1_2', verify: true };
const OTHER: Partial<GatewayFacts> = { serviceName: 'other' };

function host(name: string, origination?: Partial<Origination>, gateway: Partial<GatewayFacts> = {}): ExternalHost {
  const http = { ...HTTP_80, ...(origination && { origination: { ...SIMPLE, ...origination } }) };
  return { ...externalHost([http, TLS_443], gateway), host: Host.parse(name) };
}

describe('unreadableSecrets', () => {
  test.each<[string, ExternalHost[]]>([
    ['there is no host', []],
    ['the gateway speaks plain HTTP', [host('a.com')]],
    ['it believes the authorities of its image', [host('a.com', {})]],
    ['it believes those of a file', [host('a.com', { caCertificates: '/etc/ca.crt' })]],
    ['another gateway needs the secret', [host('a.com', { credentialName: 'x' }, OTHER)]],
    ['a gateway of its name elsewhere does', [host('a.com', { credentialName: 'x' }, { namespace: 'elsewhere' })]],
  ])('finds nothing where %s', (_, hosts) => {
    expect(unreadableSecrets(FACTS, hosts)).toEqual([]);
  });

  test('names the gateway and the hosts that need a secret, and no other, in one message', () => {
    const found = unreadableSecrets(FACTS, [
      host('a.com', { credentialName: 'x' }),
      host('b.com', {}),
      host('c.com', { credentialName: 'x' }, OTHER),
      host('d.com', { mode: 'MUTUAL', credentialName: 'y' }),
    ]);
    expect(found).toHaveLength(1);
    const [message = ''] = found;
    expect(message).toMatch(
      /^gateway istio-system\/istio-egressgateway may not read the secrets of its hosts: got \["a\.com","d\.com"\]; /,
    );
    expect(message).toContain('allowed: credentialName on routes of a gateway that may read secrets');
    expect(fixIn(message)).toBe(
      'write GatewayWorkload.deployment({ readSecrets: true }), or caCertificates in the place of credentialName',
    );
  });

  test('goes by Service, whoever described the gateway', () => {
    const described = { ...FACTS, metadata: { labels: { team: 'net' } } };
    expect(unreadableSecrets(described, [host('a.com', { credentialName: 'x' })])).toHaveLength(1);
  });
});
