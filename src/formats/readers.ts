import { logReader } from './flinkLog/logReader.js';
import { archiveReader } from './flinkRest/archiveReader.js';
import { harReader } from './flinkRest/harReader.js';
import { recordingReader } from './flinkRest/recordingReader.js';
import { restBodyReader } from './flinkRest/restBodyReader.js';
import { jaegerReader } from './flinkSpans/jaegerJson.js';
import { otlpJsonReader } from './flinkSpans/otlpJson.js';
import { otlpProtobufReader } from './flinkSpans/otlpProtobuf.js';
import type { FormatReader } from './input.js';

/** Every format that opens, the ones first whose content says most clearly what they are: a file goes to the first that knows it. */
export const readers: readonly FormatReader[] = [
  archiveReader,
  recordingReader,
  harReader,
  otlpJsonReader,
  jaegerReader,
  restBodyReader,
  logReader,
  otlpProtobufReader,
];
