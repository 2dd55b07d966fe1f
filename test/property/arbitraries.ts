/** What fast-check draws from: external hosts, routes and gateways as users may write them. */
import fc from 'fast-check';
import { ClientTls, GatewayPorts } from '../../lib';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const longLabel = fc.stringMatching(/^[a-z0-9][a-z0-9-]{55,61}[a-z0-9]$/);
const topLevel = fc.constantFrom('com', 'io', 'org', 'co.uk', 'example', 'xn--p1ai');

/** A valid host in canonical form; some longer than any object name. */
export const host = fc
  .tuple(fc.array(fc.oneof({ weight: 8, arbitrary: label }, longLabel), { minLength: 1, maxLength: 4 }), topLevel)
  .map(([labels, domain]) => [...labels, domain].join('.'))
  .filter((name) => name.length <= 253);

/** The same host as users may spell it. */
export function spelled(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(name, name.toUpperCase(), `${name}.`, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}

/** Any port but those of Istio's proxies, which are all from 15000 to 15099. */
const port = fc.integer({ min: 1, max: 65535 }).filter((number) => number < 15000 || number > 15099);

/** What is routed of one host: HTTP, TLS, or both, on different ports; sometimes a direct port. */
export interface RoutedHost {
  readonly host: string;
  readonly http?: number;
  readonly tls?: number;
  readonly direct?: number;
}

const routedHost: fc.Arbitrary<RoutedHost> = fc
  .record({
    host,
    ports: fc.uniqueArray(port, { minLength: 3, maxLength: 3 }),
    usual: fc.boolean(),
    kinds: fc.constantFrom('http', 'tls', 'both', 'direct'),
  })
  .map(({ host: name, ports, usual, kinds }) => {
    const [first = 80, second = 443, third = 8443] = usual ? [80, 443, 8443] : ports;
    return {
      host: name,
      ...(kinds !== 'tls' && { http: first }),
      ...((kinds === 'tls' || kinds === 'both') && { tls: second }),
      ...(kinds === 'direct' && { direct: third }),
    };
  });

/** Hosts of one app, each once. */
export const routedHosts = fc.uniqueArray(routedHost, {
  minLength: 1,
  maxLength: 6,
  selector: (routed) => routed.host,
});

/** The choices of a gateway that change what is written for a host. */
export const gatewayChoice = fc.record({
  clientTls: fc.constantFrom(ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE),
  ports: fc.constantFrom(
    GatewayPorts.ISTIOCTL,
    GatewayPorts.HELM_CHART,
    GatewayPorts.of({ http: { port: 8080 }, tls: { port: 8443 } }),
  ),
  namespace: fc.constantFrom('istio-system', 'istio-egress', 'zz-egress'),
});

/** A namespace of an application. */
export const clientNamespace = fc.constantFrom('default', 'payments', 'test-egress', 'zz-last');
