/**
 * What a pipeline definition imports as `checkpoint-lens`. This file is the one list of public names; it is built
 * apart from the engine and read by the editor's TypeScript for types.
 */
export { pipeline } from './dsl.js';
export type { PipelineContext, PipelineDefinition, StreamEnvironment } from './dsl.js';
export type {
  ConnectedStreams,
  DataStream,
  KeyedConnectedStreams,
  KeyedStream,
  Operator,
  WindowedStream,
} from './streams.js';
export { WatermarkStrategy } from './watermarkStrategy.js';
export { SlidingEventTimeWindows, TumblingEventTimeWindows } from './windows.js';
export type { TimeWindow, WindowAggregate, WindowAssigner, WindowContext } from './windows.js';
export { boolean, bytes, float64, int32, int64, json, string, struct } from './recordTypes.js';
export type { FieldType, JsonType, RecordType, ValueOf } from './recordTypes.js';
export { listState, mapState, valueState } from './state.js';
export type {
  ListState,
  ListStateDescriptor,
  MapState,
  MapStateDescriptor,
  StateDescriptors,
  ValueState,
  ValueStateDescriptor,
} from './state.js';
export {
  blackholeSink,
  csvFile,
  fileSink,
  generate,
  jsonFile,
  ndjsonFile,
  printSink,
  socketText,
  textFile,
} from './connectors.js';
export type {
  FileSourceOptions,
  GenerateOptions,
  SinkConnector,
  SocketSourceOptions,
  SourceConnector,
} from './connectors.js';
export type {
  Key,
  KeyedCoProcess,
  KeyedProcess,
  OnTimerContext,
  ProcessContext,
  TimerService,
} from './functions.js';
export type { Params } from './params.js';
export type { Random } from './random.js';
