/** A server that speaks first, in the words of SMTP that curl asks for: `smtp://HOST:PORT/NAME` sends `EHLO NAME` and `HELP`. */
import { createServer, Server, Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Returns the server. It tells the name that a client gives itself, and answers HELP with what `seen` makes of the name. */
export function createMailServer(seen: (socket: Socket, name: string) => string): Server {
  return createServer((socket) => {
    let name = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 mail');
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => {
      const [verb = '', argument = ''] = line.split(' ');
      if (verb === 'EHLO') name = argument;
      if (verb === 'HELP') say(`214 ${seen(socket, name)}`);
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('250 mail');
    });
  });
}
