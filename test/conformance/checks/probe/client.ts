/**
 * A client of what curl does not speak, in the place of curl: prints what the server saw, and the status in a last line.
 *
 * Argument: the URL. `grpc://` is a stream of gRPC without TLS, whose status is that of its trailers; `ws://` is a WebSocket, whose
 * status is that of the upgrade; `postgres://` starts TLS after an SSLRequest, and is a request of HTTP inside.
 */
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SSL_REQUEST } from '../../environment/outside/postgres';

/** Where pods have the authorities that they trust. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

function end(status: number, text = ''): void {
  process.stdout.write(`${text}\n${status}`, () => process.exit(0));
}

function fail(error: Error): void {
  process.stderr.write(error.message);
  process.stdout.write('\n000', () => process.exit(1));
}

/** Sends a message, and another one when the first has an answer: only a stream lets both through. */
function grpc({ host, pathname, search }: URL): void {
  const session = connectHttp2(`http://${host}`).on('error', fail);
  const stream = session.request({
    ':method': 'POST',
    ':path': `${pathname}${search}`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const messages: Buffer[] = [];
  let status = 'no status';
  const take = (headers: object): void => {
    if ('grpc-status' in headers) status = String(headers['grpc-status']);
  };
  stream.on('error', fail).on('response', take).on('trailers', take);
  stream.on('data', (message: Buffer) => {
    messages.push(message);
    if (messages.length === 1) stream.write(Buffer.alloc(5));
    else stream.end();
  });
  stream.on('end', () => {
    if (status === 'no status') fail(new Error('the stream ended without trailers'));
    else end(Number(status), messages.at(1)?.subarray(5).toString());
  });
  stream.write(Buffer.alloc(5));
}

function webSocket({ host, pathname, search }: URL): void {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  };
  const asked = request(`http://${host}${pathname}${search}`, { headers }).on('error', fail);
  asked.on('response', ({ statusCode = 0 }) => end(statusCode));
  asked.on('upgrade', (_, socket) => {
    socket.on('error', fail).on('data', (frame: Buffer) => end(101, frame.subarray(4).toString()));
    // An empty text message, with an empty mask.
    socket.write(Buffer.from([0x81, 0x80, 0, 0, 0, 0]));
  });
  asked.end();
}

function postgres({ hostname, port, pathname, search }: URL): void {
  const socket = connect(Number(port), hostname).on('error', fail);
  socket.write(SSL_REQUEST);
  socket.once('end', () => fail(new Error('the connection was closed')));
  socket.once('data', () => {
    const createConnection = () => connectTls({ socket, servername: hostname, ca: readFileSync(AUTHORITIES) });
    const asked = requestTls({ hostname, port, path: `${pathname}${search}`, createConnection }, (response) => {
      const text: string[] = [];
      response.on('data', (part: Buffer) => text.push(part.toString()));
      response.on('end', () => end(response.statusCode ?? 0, text.join('')));
    });
    asked.on('error', fail).end();
  });
}

/** What speaks the scheme of a URL. */
const CLIENTS: Readonly<Record<string, (url: URL) => void>> = {
  'grpc:': grpc,
  'ws:': webSocket,
  'postgres:': postgres,
};

const url = new URL(process.argv[2] ?? '');
setTimeout(() => fail(new Error('no answer in time')), Number(process.argv[3]) * 1000).unref();
CLIENTS[url.protocol]?.(url);
