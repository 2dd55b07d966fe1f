/** Commands of kubectl that make the Secrets of cases. */
import { PKI } from '../environment/cluster/pki';

/** The authority of the host whose certificate no pod trusts by itself. */
export function privateAuthority(namespace: string, name: string): string {
  return secret(namespace, name, { 'ca.crt': PKI.privateAuthority });
}

/** The authority that every pod trusts. */
export function publicAuthority(namespace: string, name: string): string {
  return secret(namespace, name, { 'ca.crt': PKI.authority });
}

/** What the gateway shows to a host that asks for a certificate, and the authority of that host. */
export function clientCertificate(namespace: string, name: string): string {
  const { certificate, key } = PKI.client;
  return secret(namespace, name, { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': PKI.authority });
}

/** The same for the host whose certificate no pod trusts by itself: the authority is that host's. */
export function partnerCertificate(namespace: string, name: string): string {
  const { certificate, key } = PKI.client;
  return secret(namespace, name, { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': PKI.privateAuthority });
}

/** A value that a gateway sends as a header. Blanks would end the argument. */
export function headerValue(namespace: string, name: string, key: string, value: string): string {
  return `create secret generic ${name} -n ${namespace} --from-literal=${key}=${value}`;
}

/** Another value under the same key. */
export function otherHeaderValue(namespace: string, name: string, key: string, value: string): string {
  return `patch secret ${name} -n ${namespace} --patch=${JSON.stringify({ stringData: { [key]: value } })}`;
}

function secret(namespace: string, name: string, files: Readonly<Record<string, string>>): string {
  const from = Object.entries(files).map(([key, file]) => `--from-file=${key}=${file}`);
  return `create secret generic ${name} -n ${namespace} ${from.join(' ')}`;
}
