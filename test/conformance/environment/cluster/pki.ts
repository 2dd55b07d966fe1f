/**
 * Keys and certificates of the run: one authority for the API server and for the servers outside, whom every pod trusts; and one
 * that no pod trusts by itself.
 */
import { mkdirSync } from 'node:fs';
import { MISNAMED_HOST, NAMELESS_ADDRESSES, PRIVATE_HOST, SERVED_NAMES } from '../outside/hosts';
import { RUN } from '../sandbox/enter';
import { NODE_ADDRESS } from '../sandbox/network';
import { run } from '../tools/command';

const FOLDER = `${RUN}/pki`;

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const pair = (name: string): Pair => ({ certificate: `${FOLDER}/${name}.crt`, key: `${FOLDER}/${name}.key` });

const AUTHORITY = pair('ca');
const PRIVATE_AUTHORITY = pair('private-ca');

export const PKI = {
  authority: AUTHORITY.certificate,
  privateAuthority: PRIVATE_AUTHORITY.certificate,
  apiServer: pair('api'),
  outside: pair('outside'),
  /** Of the host whose certificate is the private authority's. */
  privateHost: pair('private-host'),
  /** Of the host whose certificate is for another name. */
  misnamedHost: pair('misnamed-host'),
  /** What a gateway shows to hosts that ask for a certificate. */
  client: pair('client'),
  serviceAccounts: { publicKey: `${FOLDER}/sa.pub`, key: `${FOLDER}/sa.key` },
} as const;

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '7'];

export async function makePki(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await authority(AUTHORITY, 'conformance');
  await authority(PRIVATE_AUTHORITY, 'private');
  const service = ['kubernetes.default.svc', 'kubernetes.default', 'kubernetes'].map((name) => `DNS:${name}`);
  await sign(PKI.apiServer, [`IP:${NODE_ADDRESS}`, 'IP:10.96.0.1', 'IP:127.0.0.1', ...service]);
  await sign(PKI.outside, [
    ...SERVED_NAMES.map((host) => `DNS:${host}`),
    ...NAMELESS_ADDRESSES.map((address) => `IP:${address}`),
  ]);
  await sign(PKI.privateHost, [`DNS:${PRIVATE_HOST}`], PRIVATE_AUTHORITY);
  await sign(PKI.misnamedHost, [`DNS:not-${MISNAMED_HOST}`]);
  await sign(PKI.client, ['DNS:egress.example.com']);
  await run('openssl', ['genrsa', '-out', PKI.serviceAccounts.key, '2048']);
  await run('openssl', ['rsa', '-in', PKI.serviceAccounts.key, '-pubout', '-out', PKI.serviceAccounts.publicKey]);
}

async function authority({ certificate, key }: Pair, name: string): Promise<void> {
  const use = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  await run('openssl', [
    'req',
    '-x509',
    ...NEW_KEY,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    key,
    '-out',
    certificate,
    ...use,
  ]);
}

async function sign(to: Pair, names: readonly string[], by = AUTHORITY): Promise<void> {
  const signer = ['-CA', by.certificate, '-CAkey', by.key];
  const extensions = [`subjectAltName=${names.join(',')}`, 'basicConstraints=critical,CA:FALSE'];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  const out = ['-keyout', to.key, '-out', to.certificate];
  await run('openssl', ['req', '-x509', ...NEW_KEY, ...signer, '-subj', '/CN=server', ...added, ...out]);
}
