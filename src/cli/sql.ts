import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { scriptText } from '../flinkSql/translation/scriptText.js';
import { addSqlOptions, sqlSettings, translatedPipeline, type SqlOptions } from './onFlink/sqlPipeline.js';

const help = `
What cannot be translated exactly is refused, with its line and the reason.

Examples:
  checkpoint-lens sql flights.pipeline.ts
  checkpoint-lens sql orders.pipeline.ts --set keys=1000 --interval 10s --conf state.backend.type=rocksdb`;

/** `checkpoint-lens sql PIPELINE`: the definition as Flink SQL, on stdout; nothing is submitted. */
export function sqlCommand(): Command {
  return addSqlOptions(
    new Command('sql')
      .description('Print a pipeline definition as Flink SQL.')
      .argument('<pipeline>', 'a *.pipeline.ts file'),
  )
    .addHelpText('after', help)
    .action(async (pipeline: string, options: SqlOptions) => {
      const script = await translatedPipeline(pipeline, sqlSettings(options), options.set);
      process.stdout.write(scriptText(script, relative(process.cwd(), resolve(pipeline))));
    });
}
