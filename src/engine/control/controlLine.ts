import { connect, createServer, type Server, type Socket } from 'node:net';
import { messageOf } from '../errors.js';
import {
  longestLine,
  parseAnswer,
  parseRequest,
  type ControlAnswer,
  type ControlRequest,
} from './controlMessages.js';

/**
 * Answers requests on a Unix socket or a named pipe. No port is opened.
 *
 * @throws Error when the address cannot be used.
 */
export async function answerAt(
  address: string,
  answer: (request: ControlRequest) => Promise<ControlAnswer>,
): Promise<Server> {
  const server = createServer((socket) => {
    // Nobody who is silent keeps a run from ending.
    socket.unref();
    void readLine(socket)
      .then((line) => answer(parseRequest(line)))
      .catch((error: unknown): ControlAnswer => ({ type: 'failed', reason: messageOf(error) }))
      .then((given) => socket.end(`${JSON.stringify(given)}\n`));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(address, resolve);
  });
  return server.unref();
}

/** Sends a request and waits for its answer, however long that takes. @throws Error when nobody answers. */
export async function ask(address: string, request: ControlRequest): Promise<ControlAnswer> {
  const socket = connect(address);
  const line = readLine(socket);
  socket.write(`${JSON.stringify(request)}\n`);
  try {
    return parseAnswer(await line);
  } finally {
    socket.destroy();
  }
}

/** The first line that comes. @throws Error when the connection ends before it, or it is too long. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket
      .setEncoding('utf8')
      .on('data', (more: string) => {
        text += more;
        const end = text.indexOf('\n');
        if (end >= 0) resolve(text.slice(0, end));
        else if (text.length > longestLine) {
          reject(new Error('the line is too long'));
          socket.destroy();
        }
      })
      .on('error', reject)
      .on('close', () => reject(new Error('the connection was closed')));
  });
}
