// Runs a definition's own code in a thread that can be ended.
import { parentPort, workerData } from 'node:worker_threads';
import { buildGraph } from './buildGraph.js';
import type { PipelineSettings } from './messages.js';

// What is wrong with it is said where it is built next, with its place.
await buildGraph(workerData as PipelineSettings).catch(() => undefined);
parentPort!.postMessage('returned');
