/**
 * A server of a protocol whose TLS starts later, as PostgreSQL's: a client asks for TLS in plain text (SSLRequest), and the server
 * answers `S` before the handshake. The server also accepts clients that start with TLS, as PostgreSQL 17 does, and plain HTTP.
 */
import { createServer, Server } from 'node:net';

/** SSLRequest: the length, and the number of the request (https://www.postgresql.org/docs/17/protocol-message-formats.html). */
export const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** The first byte of a TLS handshake. */
const HANDSHAKE = 22;

/** Returns the server, which hands connections over to one of two servers. */
export function createPostgresServer(plain: Server, tls: Server): Server {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      const asksForTls = first.equals(SSL_REQUEST);
      if (asksForTls) socket.write('S');
      else socket.unshift(first);
      if (asksForTls || first[0] === HANDSHAKE) return tls.emit('connection', socket);
      plain.emit('connection', socket);
      return socket.resume();
    });
  });
}
