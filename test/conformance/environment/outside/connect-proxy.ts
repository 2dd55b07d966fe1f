/** A company's proxy: tunnels TCP connections by HTTP CONNECT, and refuses every other request. */
import { createServer, IncomingMessage } from 'node:http';
import { connect, Server, Socket } from 'node:net';
import { OUTSIDE_HOSTS } from './hosts';

/** A connection that the proxy opened to a host; also a line of the log. */
export interface Tunnelled {
  /** The target, as the client wrote it. */
  readonly connect: string;
  /** The names of the headers, sorted. */
  readonly headers: readonly string[];
  /** The client. */
  readonly from: string;
  /** The proxy's end of the connection to the host; the last field of the line. */
  readonly local: string;
}

/** Returns the proxy, which resolves names by itself. */
export function createConnectProxy(): Server {
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket, head) => tunnel(request, client, head));
  return server;
}

function tunnel({ url: target = '', headers }: IncomingMessage, client: Socket, head: Buffer): void {
  client.on('error', () => client.destroy());
  const { remoteAddress, remotePort, localAddress = '' } = client;
  const [name = '', port] = target.split(':');
  const address = OUTSIDE_HOSTS[name];
  if (address === undefined) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  const host = connect({ host: address, port: Number(port), localAddress });
  host.on('error', () => client.destroy());
  host.on('connect', () => {
    const local = `${host.localAddress}:${host.localPort}`;
    const names = Object.keys(headers).sort();
    const line: Tunnelled = { connect: target, headers: names, from: `${remoteAddress}:${remotePort}`, local };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    host.write(head);
    client.pipe(host).pipe(client);
  });
}
