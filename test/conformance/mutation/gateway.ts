/** Gateway: which pods listen where, for whose hosts, and what they make of the TLS that arrives. */
import { otherAccount } from './envoy-filter';
import { isKeyed, replaced } from './fields';
import { MOVED } from './move-object';
import { NO_HOST, NO_NAMESPACE, NO_VALUE } from './nobody';
import { becomes, drop, dropOneOfMany, each, otherPort, rewritten, Rule, where } from './rule';

const SERVER = 'spec.servers.*';

/** The protocol without TLS, for servers that are made to speak plain text. */
const PLAIN: Readonly<Record<string, string>> = { HTTPS: 'HTTP', TLS: 'TCP' };

export const GATEWAY: readonly Rule[] = [
  MOVED,
  { operator: 'gateway/selector', at: 'spec.selector.*', to: where(NO_VALUE) },
  { operator: 'gateway/drop-label', at: 'spec.selector.*', to: dropOneOfMany },
  { operator: 'gateway/drop-server', at: SERVER, to: dropOneOfMany },
  { operator: 'gateway/plain-server', at: SERVER, to: inPlainText },
  { operator: 'gateway/any-address', at: `${SERVER}.bind`, to: drop },
  { operator: 'gateway/port', at: `${SERVER}.port.number`, to: otherPort },
  {
    operator: 'gateway/protocol',
    at: `${SERVER}.port.protocol`,
    to: each({ HTTPS: ['TLS'], TLS: ['HTTPS'], HTTP: ['TCP'], TCP: ['HTTP'] }),
  },
  {
    operator: 'gateway/tls-mode',
    at: `${SERVER}.tls.mode`,
    to: each({ ISTIO_MUTUAL: ['PASSTHROUGH'], PASSTHROUGH: ['ISTIO_MUTUAL', 'AUTO_PASSTHROUGH'] }),
  },
  { operator: 'gateway/any-identity', at: `${SERVER}.tls.subjectAltNames`, to: drop },
  { operator: 'gateway/identity', at: `${SERVER}.tls.subjectAltNames.*`, to: otherAccount },
  { operator: 'gateway/host', at: `${SERVER}.hosts.*`, to: ofNamespaceAndHost((namespace) => [namespace, NO_HOST]) },
  {
    operator: 'gateway/host-namespace',
    at: `${SERVER}.hosts.*`,
    to: ofNamespaceAndHost((_, host) => [NO_NAMESPACE, host]),
  },
  { operator: 'gateway/any-namespace', at: `${SERVER}.hosts.*`, to: ofNamespaceAndHost((_, host) => ['*', host]) },
];

/** Protocol and TLS at once, since one without the other is refused at admission. */
function inPlainText(server: unknown): ReturnType<Rule['to']> {
  if (!isKeyed(server) || !isKeyed(server['port'])) return [];
  const protocol = PLAIN[String(server['port']['protocol'])];
  if (protocol === undefined) return [];
  const port = { ...server['port'], protocol };
  return [rewritten(replaced({ ...server, port }, ['tls'], undefined), `-> ${protocol} without tls`)];
}

/** A host is `namespace/name`, or a name alone for those of all namespaces. */
function ofNamespaceAndHost(to: (namespace: string, host: string) => readonly [string, string]): Rule['to'] {
  return (value) => {
    if (typeof value !== 'string') return [];
    const [namespace = '*', host = value] = value.includes('/') ? value.split('/') : [];
    const [otherNamespace, other] = to(namespace, host);
    // Without a namespace is as with `*`: no change.
    return otherNamespace === namespace && other === host ? [] : [becomes(`${otherNamespace}/${other}`)];
  };
}
