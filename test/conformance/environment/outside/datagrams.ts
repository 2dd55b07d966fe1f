/**
 * Answers over UDP, in the words of TFTP, since that is the protocol over UDP that curl speaks on any port: whoever asks for a
 * file gets what the server saw of him, in one block.
 */
import { createSocket, RemoteInfo } from 'node:dgram';
import type { Seen } from './server';

/** TFTP's operations that are used here: a file is asked for, and the first block of it is sent. */
const ASKS_FOR = 1;
const FIRST_BLOCK = Buffer.from([0, 3, 0, 1]);

/** The file that a datagram asks for; nothing where it does not. */
export function askedFor(datagram: Buffer): string | undefined {
  if (datagram.length < 4 || datagram.readUInt16BE(0) !== ASKS_FOR) return undefined;
  const end = datagram.indexOf(0, 2);
  return end < 0 ? undefined : datagram.subarray(2, end).toString();
}

export function answerDatagrams(port: number): void {
  const socket = createSocket('udp4');
  socket.on('message', (datagram: Buffer, { address, port: from }: RemoteInfo) => {
    const path = askedFor(datagram);
    if (path === undefined) return;
    const seen: Seen = { peer: `${address}:${from}`, destination: `0.0.0.0:${port}`, path, headers: {} };
    const text = JSON.stringify(seen);
    process.stdout.write(`${text}\n`);
    socket.send(Buffer.concat([FIRST_BLOCK, Buffer.from(text)]), from, address);
  });
  socket.bind(port, '0.0.0.0');
}
