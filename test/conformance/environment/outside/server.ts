/**
 * A server that answers every request with what it saw of it: the peer, the SNI, the host. It stands for the hosts outside, and
 * for servers in pods.
 *
 * Argument: its {@link ServerOptions} as JSON.
 */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer as createHttp2TlsServer, createServer as createHttp2Server } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { Server, Socket } from 'node:net';
import { createServer as createHttpsServer, ServerOptions as TlsOptions } from 'node:https';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { behaviourOf } from './behaviour';
import { answerDatagrams } from './datagrams';
import { createConnectProxy } from './connect-proxy';
import {
  CLIENT_CERTIFICATE_PORT,
  CONNECT_PORT,
  HTTP2_PORT,
  HTTP2_TLS_PORT,
  MAIL_PORT,
  OLD_TLS_PORT,
  POSTGRES_PORT,
  TLS_PORTS,
  WEB_SOCKET_PORTS,
} from './hosts';
import { createMailServer } from './mail';
import { createPostgresServer } from './postgres';
import { acceptWebSocket } from './web-socket';

/** Files of a certificate and of its key. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export interface ServerOptions {
  readonly ports: readonly number[];
  /** Ports of UDP. */
  readonly datagramPorts: readonly number[];
  readonly certificate: Pair;
  /** Certificates that hosts have in the place of the common one, by host. */
  readonly others: Readonly<Record<string, Pair>>;
  /** The names that it answers to where one is asked for; all without it. */
  readonly names?: readonly string[];
  /** File of the authority whose certificates clients must show where they are asked for one. */
  readonly clients: string;
}

/** What the server saw of a request; also a line of its log. */
export interface Seen {
  readonly peer: string;
  readonly destination: string;
  readonly sni?: string;
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  /** The version of HTTP: `1.1` or `2.0`. */
  readonly version?: string;
  /** The scheme that a request of HTTP/2 names. */
  readonly scheme?: string;
  /** The common name in the client's certificate. */
  readonly client?: string;
  readonly headers: IncomingMessage['headers'];
}

function seen(request: IncomingMessage): Seen {
  const { socket } = request;
  const tls = socket instanceof TLSSocket ? socket : undefined;
  const sni = tls?.servername;
  const client = tls?.getPeerCertificate().subject?.CN;
  return {
    ...endsOf(socket),
    ...(typeof sni === 'string' && { sni }),
    host: request.headers.host ?? pseudo(request, ':authority'),
    path: request.url,
    method: request.method,
    version: request.httpVersion,
    scheme: pseudo(request, ':scheme'),
    ...(typeof client === 'string' && { client }),
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith(':'))),
  };
}

/** A pseudo-header of HTTP/2, which has no more than one value. */
function pseudo({ headers }: IncomingMessage, name: ':authority' | ':scheme'): string | undefined {
  const { [name]: value } = headers;
  return typeof value === 'string' ? value : undefined;
}

/** The peer of a connection, and the address and port that it dialled. */
function endsOf(socket: Socket): Pick<Seen, 'peer' | 'destination'> {
  return {
    peer: `${socket.remoteAddress}:${socket.remotePort}`,
    destination: `${socket.localAddress}:${socket.localPort}`,
  };
}

/** What the server saw of mail: the name that the client gives itself is in the place of the path. */
function seenOfMail(socket: Socket, path: string): string {
  const text = JSON.stringify({ ...endsOf(socket), path, headers: {} } satisfies Seen);
  process.stdout.write(`${text}\n`);
  return text;
}

/** A connection that a server accepted, before it carries anything; also a line of the log. */
export interface Accepted {
  readonly accepted: string;
  readonly from: string;
}

function noteConnection(socket: Socket): void {
  const { peer, destination } = endsOf(socket);
  process.stdout.write(`${JSON.stringify({ accepted: destination, from: peer } satisfies Accepted)}\n`);
}

/** Reports what the server saw of a request, and returns the report. */
function report(request: IncomingMessage): string {
  const text = JSON.stringify(seen(request));
  process.stdout.write(`${text}\n`);
  return text;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['content-type'] === 'application/grpc') return answerStream(request, response);
  const text = report(request);
  const { status, headers, due } = behaviourOf(request.url);
  void due.then(() => {
    const length = Buffer.byteLength(text);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers });
    response.end(request.method === 'HEAD' ? undefined : text);
  });
}

/** The same for HTTP/2, whose requests and answers have the same properties. */
const answerHttp2 = answer as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/** Answers every message of a gRPC stream, and sends the status of the stream in trailers. */
function answerStream(request: IncomingMessage, response: ServerResponse): void {
  const text = Buffer.from(report(request));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(text.length, 1);
  response.writeHead(200, { 'content-type': 'application/grpc', trailer: 'grpc-status' });
  request.on('data', () => response.write(Buffer.concat([head, text])));
  request.on('end', () => {
    response.addTrailers({ 'grpc-status': '0' });
    response.end();
  });
}

function upgrade(request: IncomingMessage, socket: Duplex): void {
  acceptWebSocket(request, socket, report(request));
}

function tlsOf({ certificate, others, clients, names }: ServerOptions, port: number): TlsOptions {
  const asks = port === CLIENT_CERTIFICATE_PORT;
  const read = (pair: Pair) => ({
    cert: readFileSync(pair.certificate),
    key: readFileSync(pair.key),
    ...(asks && { ca: readFileSync(clients) }),
  });
  return {
    ...read(certificate),
    SNICallback: (host, done) => {
      if (names === undefined || names.includes(host))
        done(null, createSecureContext(read(others[host] ?? certificate)));
      else done(new Error(`${host} is nobody here`));
    },
    ...(port === OLD_TLS_PORT && { maxVersion: 'TLSv1.2' }),
    ...(asks && { requestCert: true, rejectUnauthorized: true }),
  };
}

function serverOf(options: ServerOptions, port: number): Server {
  const tls = (): Server => createHttpsServer(tlsOf(options, port), answer);
  const plain = (): Server => createHttpServer(answer);
  if (port === CONNECT_PORT) return createConnectProxy();
  if (port === MAIL_PORT) return createMailServer(seenOfMail);
  if (port === POSTGRES_PORT) return createPostgresServer(plain(), tls());
  if (port === HTTP2_PORT) return createHttp2Server(answerHttp2);
  if (port === HTTP2_TLS_PORT) return createHttp2TlsServer({ ...tlsOf(options, port), allowHTTP1: true }, answerHttp2);
  const server = String(port).endsWith('443') || TLS_PORTS.includes(port) ? tls() : plain();
  return WEB_SOCKET_PORTS.includes(port) ? server.on('upgrade', upgrade) : server;
}

function main(options: ServerOptions): void {
  for (const port of options.ports) serverOf(options, port).on('connection', noteConnection).listen(port, '0.0.0.0');
  for (const port of options.datagramPorts) answerDatagrams(port);
}

main(JSON.parse(process.argv[2] ?? '') as ServerOptions);
