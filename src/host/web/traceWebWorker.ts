import './threadLanguage.js';
import { packPlainly } from '../../trace/transfer.js';
import type { ParseRequest } from '../trace/parsedTrace.js';
import { parseFiles, transferable } from '../trace/parseFiles.js';

/** Reads files beside the thread of an extension host that lives in a browser: a {@link ParseRequest} in, a `ParsedTrace` out. */
onmessage = ({ data }: MessageEvent<ParseRequest>) => {
  const parsed = parseFiles(data, packPlainly);
  postMessage(parsed, { transfer: transferable(parsed) });
};
