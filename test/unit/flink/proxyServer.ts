import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** An HTTP proxy on this machine that lets through whoever gives its user and password. */
export class ProxyServer {
  /** `host:port` of each tunnel that was opened. */
  readonly tunnels: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(user: string, password: string): Promise<ProxyServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new ProxyServer(server, (server.address() as AddressInfo).port);
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    server.on('connection', (socket) => proxy.sockets.add(socket));
    server.on('connect', (request: IncomingMessage, socket: Socket) => proxy.tunnel(request, socket, wanted));
    return proxy;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private tunnel({ url = '', headers }: IncomingMessage, socket: Socket, wanted: string): void {
    if (headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    this.tunnels.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    this.sockets.add(target);
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  }
}
