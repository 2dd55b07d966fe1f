/** Keys and certificates of the run: one authority for the API server and for the servers outside, whom every pod trusts. */
import { mkdirSync } from 'node:fs';
import { OUTSIDE_HOSTS } from '../outside/hosts';
import { RUN } from '../sandbox/enter';
import { NODE_ADDRESS } from '../sandbox/network';
import { run } from '../tools/command';

const FOLDER = `${RUN}/pki`;

export const PKI = {
  authority: `${FOLDER}/ca.crt`,
  apiServer: { certificate: `${FOLDER}/api.crt`, key: `${FOLDER}/api.key` },
  outside: { certificate: `${FOLDER}/outside.crt`, key: `${FOLDER}/outside.key` },
  serviceAccounts: { publicKey: `${FOLDER}/sa.pub`, key: `${FOLDER}/sa.key` },
} as const;

const AUTHORITY_KEY = `${FOLDER}/ca.key`;
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '7'];

export async function makePki(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const authority = [
    '-keyout',
    AUTHORITY_KEY,
    '-out',
    PKI.authority,
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  ];
  await run('openssl', ['req', '-x509', ...NEW_KEY, '-subj', '/CN=conformance', ...authority]);
  const service = ['kubernetes.default.svc', 'kubernetes.default', 'kubernetes'].map((name) => `DNS:${name}`);
  await sign(PKI.apiServer, [`IP:${NODE_ADDRESS}`, 'IP:10.96.0.1', 'IP:127.0.0.1', ...service]);
  await sign(
    PKI.outside,
    Object.keys(OUTSIDE_HOSTS).map((host) => `DNS:${host}`),
  );
  await run('openssl', ['genrsa', '-out', PKI.serviceAccounts.key, '2048']);
  await run('openssl', ['rsa', '-in', PKI.serviceAccounts.key, '-pubout', '-out', PKI.serviceAccounts.publicKey]);
}

async function sign(pair: { certificate: string; key: string }, names: readonly string[]): Promise<void> {
  const by = ['-CA', PKI.authority, '-CAkey', AUTHORITY_KEY];
  const extensions = [`subjectAltName=${names.join(',')}`, 'basicConstraints=critical,CA:FALSE'];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  const out = ['-keyout', pair.key, '-out', pair.certificate];
  await run('openssl', ['req', '-x509', ...NEW_KEY, ...by, '-subj', '/CN=server', ...added, ...out]);
}
