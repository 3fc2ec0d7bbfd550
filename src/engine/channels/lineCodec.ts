import { string, struct } from '../pipeline/recordTypes.js';
import { compileCodec } from './codec.js';

/** Lines of text on their way from the thread that reads a socket to the source's subtask. */
export const lineCodec = compileCodec(struct({ line: string }));
