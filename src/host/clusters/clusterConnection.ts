import type { FlinkAuth, FlinkConnection } from '../../flink/connection.js';
import type { Cluster } from './cluster.js';

/** VS Code's own settings of these names, below `http`. */
export interface ProxySettings {
  readonly proxy: string;
  readonly proxySupport: string;
  readonly proxyStrictSSL: boolean;
  readonly noProxy: readonly string[];
}

/** How to reach a cluster the way that VS Code reaches other servers. `certificates`: in PEM, those of its own authority. */
export function clusterConnection(
  { url, insecure }: Omit<Cluster, 'auth'>,
  auth: FlinkAuth | undefined,
  settings: ProxySettings,
  certificates?: string,
): FlinkConnection {
  return {
    url,
    auth,
    ca: certificates,
    insecure: insecure || !settings.proxyStrictSSL,
    proxy: proxyFor(new URL(url).hostname, settings),
  };
}

function proxyFor(host: string, { proxy, proxySupport, noProxy }: ProxySettings): string | undefined {
  if (proxySupport === 'off' || isLoopback(host) || noProxy.some((entry) => covers(entry, host))) {
    return undefined;
  }
  return proxy === '' ? 'environment' : proxy;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** `example.com`, `.example.com` and `*.example.com` cover the host and all below it; a port is not looked at. */
function covers(entry: string, host: string): boolean {
  const name = entry
    .trim()
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\./, '');
  return name === '*' || (name !== '' && (host === name || host.endsWith(`.${name}`)));
}
