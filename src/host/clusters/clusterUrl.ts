import * as l10n from '@vscode/l10n';
import { flinkAddress } from '../../flink/connection.js';

export type ClusterUrl = { readonly url: string } | { readonly problem: string };

/**
 * What a person typed or pasted as a cluster's URL: without a scheme it is http, and what the Web UI puts behind `#` is left
 * out. Credentials are refused, since the URL is kept in the open and they are not.
 */
export function clusterUrl(text: string): ClusterUrl {
  const trimmed = text.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (trimmed === '') return { problem: l10n.t('As in http://localhost:8081.') };
  try {
    const { shown, auth } = flinkAddress(full);
    if (auth) {
      return { problem: l10n.t('Leave user and password out: they are asked for next, and kept apart.') };
    }
    return { url: shown };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
