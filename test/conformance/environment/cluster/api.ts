/** The API server, asked directly; what users do goes through kubectl instead. */
import { readFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { NODE_ADDRESS } from '../sandbox/network';
import { ADMINISTRATOR } from './identities';
import { KubeObject } from './objects';
import { PKI } from './pki';

export const SERVER = `https://${NODE_ADDRESS}:6443`;
export const KUBECONFIG = ADMINISTRATOR.kubeconfig;

export class ApiError extends Error {
  public constructor(
    asked: string,
    public readonly status: number,
    text: string,
  ) {
    super(`${asked}: ${status} ${text.slice(0, 600)}`);
  }
}

/** The kubeconfig of a user, as JSON, which is YAML. */
export function kubeconfig(token: string): string {
  const cluster = { server: SERVER, 'certificate-authority': PKI.authority };
  const context = { cluster: 'conformance', user: 'conformance' };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'conformance', cluster }],
    users: [{ name: 'conformance', user: { token } }],
    contexts: [{ name: 'conformance', context }],
    'current-context': 'conformance',
  });
}

/** A change of an object in a list. */
export interface WatchEvent<Item> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Item;
}

export class Api {
  private readonly agent = new Agent({ keepAlive: true, ca: readFileSync(PKI.authority) });

  public constructor(private readonly token = ADMINISTRATOR.token) {}

  public get<Answer = KubeObject>(path: string): Promise<Answer> {
    return this.call('GET', path) as Promise<Answer>;
  }

  /** The objects of a list. */
  public async list<Item extends KubeObject>(path: string): Promise<readonly Item[]> {
    return (await this.get<{ items: readonly Item[] }>(path)).items;
  }

  /** Reports all objects of a list, and then each change. Returns when the API server ends the watch, after some minutes. */
  public async watch<Item extends KubeObject>(
    path: string,
    listed: (items: readonly Item[]) => void,
    changed: (event: WatchEvent<Item>) => void,
  ): Promise<void> {
    const list = await this.get<{ items: readonly Item[]; metadata: { resourceVersion: string } }>(path);
    listed(list.items);
    const answer = await this.follow(`${path}?watch=1&resourceVersion=${list.metadata.resourceVersion}`);
    for await (const line of createInterface({ input: answer })) {
      const event = JSON.parse(line) as WatchEvent<Item>;
      if (event.type === 'ERROR') return void answer.destroy();
      changed(event);
    }
  }

  public post<Answer = KubeObject>(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', path, body) as Promise<Answer>;
  }

  /** A merge patch. */
  public patch(path: string, body: unknown): Promise<unknown> {
    return this.call('PATCH', path, body, 'application/merge-patch+json');
  }

  public delete(path: string, body?: unknown): Promise<unknown> {
    return this.call('DELETE', path, body);
  }

  private follow(path: string): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.token}` };
    return new Promise((resolve, reject) => {
      request(`${SERVER}${path}`, { headers, agent: this.agent }, resolve).on('error', reject).end();
    });
  }

  private call(method: string, path: string, body?: unknown, type = 'application/json'): Promise<unknown> {
    const text = body === undefined ? '' : JSON.stringify(body);
    // Node gives a DELETE no length of its own.
    const length = { 'content-length': Buffer.byteLength(text) };
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': type, ...length };
    return new Promise((resolve, reject) => {
      const asked = request(`${SERVER}${path}`, { method, headers, agent: this.agent, timeout: 15000 }, (answer) => {
        let said = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          if (status >= 300) return reject(new ApiError(`${method} ${path}`, status, said));
          resolve(answer.headers['content-type']?.startsWith('application/json') ? JSON.parse(said) : said);
        });
      });
      asked.on('error', reject).on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer`)));
      asked.end(text);
    });
  }
}

/** The answer, or nothing where the API server has no such object. */
export async function orNothing<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
