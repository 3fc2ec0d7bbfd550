/**
 * What a job has without a line of its source that says so: what the planner of SQL puts between (`StreamExec…`, without that),
 * what PyFlink does before it gives records to another operator (`PythonConfigUtil`), what a sink is beside its writer.
 */
const inserted: ReadonlySet<string> = new Set([
  ...['Calc', 'PythonCalc', 'AsyncCalc', 'PythonAsyncCalc', 'Correlate', 'PythonCorrelate', 'Expand'],
  ...['ChangelogNormalize', 'DropUpdateBefore', 'ConstraintEnforcer', 'SinkMaterializer', 'Exchange'],
  ...['StreamRecordTimestampInserter', 'WatermarkAssigner', 'MiniBatchAssigner', 'WindowTableFunction'],
  ...['TableToDataSteam', 'DataSteamToTable', 'TableToDataStream', 'DataStreamToTable'],
  ...['_stream_key_by_map_operator', '_partition_custom_map_operator', '_keyed_stream_values_operator'],
  ...['Extract-Timestamp', 'Remove-Timestamp'],
]);

const besideWriter = /: (Committer|Global Committer|Pre Writer|Pre Committer|Post Committer)$/;

/** Whether an operator comes with others rather than from the source. `givenName` is `name` without what Flink adds. */
export function isInserted({
  name,
  givenName,
}: {
  readonly name: string;
  readonly givenName: string;
}): boolean {
  return inserted.has(givenName) || besideWriter.test(name);
}
