import type { RecordingOptions } from '../../fixtures/flinkRecording.js';

export function recordedTraces(): Promise<(name: string, options?: RecordingOptions) => string>;
