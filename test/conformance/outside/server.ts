/**
 * A server that answers every request with what it saw of it: the peer, the SNI, the host. It stands for the hosts outside, and
 * for servers in pods.
 *
 * Arguments: the file of a certificate, that of its key, the ports. Ports that end in 443 speak TLS.
 */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { TLSSocket } from 'node:tls';

/** What the server saw of a request; also a line of its log. */
export interface Seen {
  readonly peer: string;
  readonly destination: string;
  readonly sni?: string;
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers: IncomingMessage['headers'];
}

function seen(request: IncomingMessage): Seen {
  const { socket } = request;
  const sni = socket instanceof TLSSocket ? socket.servername : undefined;
  return {
    peer: `${socket.remoteAddress}:${socket.remotePort}`,
    destination: `${socket.localAddress}:${socket.localPort}`,
    ...(typeof sni === 'string' && { sni }),
    host: request.headers.host,
    path: request.url,
    method: request.method,
    headers: request.headers,
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const text = JSON.stringify(seen(request));
  process.stdout.write(`${text}\n`);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
}

function main([certificate = '', key = '', ...ports]: readonly string[]): void {
  const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
  for (const port of ports) {
    const server = port.endsWith('443') ? createHttpsServer(tls, answer) : createHttpServer(answer);
    server.listen(Number(port), '0.0.0.0');
  }
}

main(process.argv.slice(2));
