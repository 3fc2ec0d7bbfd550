import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Calls `action` once nobody on this machine is at the same subject any more, in this process or in another. Who is killed
 * meanwhile holds nobody up: it is a connection that the others wait on.
 */
export async function inTurn<T>(subject: string, action: () => Promise<T>): Promise<T> {
  const { server, waiting } = await turn(turnAddress(subject));
  try {
    return await action();
  } finally {
    server.close();
    for (const socket of waiting) socket.destroy();
  }
}

/** Where whoever is at a subject listens. A socket's path has room for about a hundred bytes. */
export function turnAddress(subject: string): string {
  const name = `checkpoint-lens-${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

async function turn(address: string): Promise<{ server: Server; waiting: ReadonlySet<Socket> }> {
  for (;;) {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => undefined).on('close', () => waiting.delete(socket));
    });
    const refused = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve).listen(address, () => resolve(undefined));
    });
    if (refused === undefined) return { server, waiting };
    if (refused.code !== 'EADDRINUSE') throw refused;
    await otherHasEnded(address);
  }
}

/** Two that find a dead one's socket at once may both get a turn. */
async function otherHasEnded(address: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    let why: string | undefined;
    connect(address)
      .on('error', (error: NodeJS.ErrnoException) => (why = error.code))
      .on('close', () => resolve(why));
  });
  if (code === 'ECONNREFUSED') await rm(address, { force: true });
}
