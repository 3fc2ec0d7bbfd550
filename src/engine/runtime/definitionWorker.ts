// Runs a definition's own code in a thread that can be ended.
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { buildGraph } from './buildGraph.js';
import type { PipelineSettings } from './messages.js';
import { writeThreadOutputAtOnce } from './standardOutput.js';

writeThreadOutputAtOnce();
const [pipeline] = (await once(parentPort!, 'message')) as [PipelineSettings];
// What is wrong with it is said where it is built next, with its place.
await buildGraph(pipeline).catch(() => undefined);
parentPort!.postMessage('returned');
