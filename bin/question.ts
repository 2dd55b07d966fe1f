import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { Asked, protocolAt } from '../lib/audit/answer/question';
import { canonicalText } from '../lib/network/address-range';
import { isNamespaceName } from '../lib/audit/model/export-to';
import { STANDARD_INPUT } from '../lib/audit/manifest/read-manifests';
import { Arguments, textOf, textsOf, UsageError } from './command';

/** The protocols and ports of the schemes. */
const SCHEMES: Readonly<Record<string, { readonly protocol: Asked['protocol']; readonly port?: number }>> = {
  http: { protocol: 'http', port: 80 },
  grpc: { protocol: 'http', port: 80 },
  ws: { protocol: 'http', port: 80 },
  https: { protocol: 'tls', port: 443 },
  grpcs: { protocol: 'tls', port: 443 },
  wss: { protocol: 'tls', port: 443 },
  tls: { protocol: 'tls', port: 443 },
  tcp: { protocol: 'tcp' },
  udp: { protocol: 'udp' },
};

/** `HOST:PORT` without a scheme. An IPv6 address is in brackets. */
const TARGET = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[0-9a-f:.]+\]|[^/:?#\s[\]]+)(?::(\d{1,5}))?([/?#].*)?$/i;

/** A DNS name, or a wildcard. The last label of a name has a letter. */
const NAME = /^(?:\*|(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*(?!\d+$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)$/;

/** A URL with a user. */
const USER = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#@]*@/i;

/** A namespace, and a service account. */
const SOURCE = /^([^/]+)(?:\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?))?$/;

/**
 * Returns the question of the arguments: a URL, `--from`, `--no-sidecar`, `--label` and `--method`.
 *
 * @throws UsageError for an argument that is no URL, and for a source, label or method that is malformed
 */
export function questionOf(args: Arguments, url: string): Asked {
  const { host, port, protocol, path } = targetOf(url);
  const from = textOf(args, 'from');
  const [, namespace, serviceAccount] = SOURCE.exec(from ?? '') ?? [];
  if (namespace === undefined || !isNamespaceName(namespace)) {
    const got = from === undefined ? 'nothing' : `"${from}"`;
    throw new UsageError(
      `--from must be NAMESPACE or NAMESPACE/SERVICE_ACCOUNT: got ${got}; fix: write --from payments or --from payments/api`,
    );
  }
  const method = textOf(args, 'method');
  if (method !== undefined && protocol !== 'http') {
    throw new UsageError(
      '--method needs an http URL: proxies read the method of plain HTTP alone; fix: remove --method, or write http://HOST',
    );
  }
  if (method !== undefined && method !== method.toUpperCase()) {
    throw new UsageError(
      `--method must be in capital letters, as in HTTP: got "${method}"; fix: write --method ${method.toUpperCase()}`,
    );
  }
  return {
    caller: { namespace, serviceAccount, labels: labelsOf(args), hasSidecar: args.values['no-sidecar'] !== true },
    host,
    port,
    protocol,
    ...(protocol === 'http' ? { method, path } : {}),
  };
}

function targetOf(url: string): Pick<Asked, 'host' | 'port' | 'protocol'> & { readonly path: string | undefined } {
  const [, scheme, written, digits, path] = TARGET.exec(url) ?? [];
  if (USER.test(url)) throw new UsageError('URL must have no user and no password; fix: write https://HOST');
  if (written === undefined || (scheme === undefined && digits === undefined)) {
    const isPath = url === STANDARD_INPUT || existsSync(url);
    const fix =
      isPath || written === undefined
        ? `write a URL before the paths: https://edition.cnn.com`
        : `write https://${url}`;
    throw new UsageError(`URL must be SCHEME://HOST[:PORT][/PATH] or HOST:PORT: got "${url}"; fix: ${fix}`);
  }
  const name = written
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const host = canonicalText(name);
  if (isIP(host) === 0 && !NAME.test(host)) {
    const ascii = domainToASCII(host);
    const fix = `write ${NAME.test(ascii) ? ascii : 'a host such as edition.cnn.com, or an IP address'}`;
    throw new UsageError(`the host of URL must be a DNS name or an IP address: got "${written}"; fix: ${fix}`);
  }
  const known = scheme === undefined ? undefined : SCHEMES[scheme.toLowerCase()];
  if (scheme !== undefined && known === undefined) {
    const names = Object.keys(SCHEMES).join(', ');
    throw new UsageError(
      `the scheme of URL must be one of ${names}: got "${scheme}"; fix: write tcp://${written}:PORT for a protocol over TCP`,
    );
  }
  const port = digits === undefined ? known?.port : Number(digits);
  if (port === undefined || port < 1 || port > 65535) {
    const fix = `write ${scheme === undefined ? '' : `${scheme}://`}${written}:PORT with the port of the host`;
    throw new UsageError(`URL must have a port between 1 and 65535: got "${url}"; fix: ${fix}`);
  }
  return { host, port, protocol: known?.protocol ?? protocolAt(port), path: path?.replace(/#.*$/, '') };
}

function labelsOf(args: Arguments): Readonly<Record<string, string>> | undefined {
  const labels = textsOf(args, 'label').map((label) => {
    const at = label.indexOf('=');
    if (at < 1) throw new UsageError(`--label must be KEY=VALUE: got "${label}"; fix: write --label app=api`);
    return [label.slice(0, at), label.slice(at + 1)] as const;
  });
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}
