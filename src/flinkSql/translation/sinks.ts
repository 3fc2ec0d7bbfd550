import type { SinkConnector } from '../../engine/pipeline/connectors.js';
import { quotedName } from '../expressions/sqlText.js';
import { columnOf, fileUri, option, table } from './sources.js';
import { select, type Translated } from './stream.js';

/** The table that a sink writes to. */
export function sinkTable(sink: SinkConnector, { name, inputs, parallelism }: Translated): string {
  const own =
    parallelism === undefined || sink.kind === 'blackhole'
      ? []
      : [option('sink.parallelism', String(parallelism))];
  return table(name, inputs[0]!.fields.map(columnOf), [...optionsOf(sink), ...own]);
}

export function insertStatement({ name, inputs }: Translated): string {
  const input = inputs[0]!;
  const items = input.fields.map((field) => quotedName(field.name));
  return `INSERT INTO ${quotedName(name)}\n${select(items, [`FROM ${quotedName(input.name)}`])}`;
}

function optionsOf(sink: SinkConnector): readonly string[] {
  switch (sink.kind) {
    case 'file':
      return [
        option('connector', 'filesystem'),
        option('path', fileUri(sink.directory)),
        option('format', 'csv'),
      ];
    case 'print':
      return [
        option('connector', 'print'),
        ...(sink.identifier === undefined ? [] : [option('print-identifier', sink.identifier)]),
      ];
    case 'blackhole':
      return [option('connector', 'blackhole')];
  }
}
