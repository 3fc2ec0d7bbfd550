import { describe, expect, it } from 'vitest';
import { errorsInUse, gluedSentences } from './errorsInUse.js';
import { testTranslations } from './translations.js';
import { sources } from './textsInUse.js';

describe('the Chinese texts of errors that the command line says and VS Code shows', () => {
  const inUse = errorsInUse(sources());

  testTranslations('l10n/errors.zh-cn.json', () => inUse);

  it('are of sentences that can be translated: no condition puts a word into one', () => {
    expect(gluedSentences(sources())).toEqual([]);
  });
});

describe('the errors in use', () => {
  const found = (text: string, path = 'src/engine/a.ts'): readonly string[] =>
    errorsInUse(new Map([[path, text]]));

  it('are found in what is thrown, refused, or worded for it elsewhere, with their parts numbered', () => {
    expect(found('function reasonOf() { return full ? `the disk ${name} is full` : "it is gone"; }')).toEqual(
      ['it is gone', 'the disk {0} is full'],
    );
    expect(found('throw new RunError(`“${name}” has ${n} ` + `fields too many.`);')).toEqual([
      '“{0}” has {1} fields too many.',
    ]);
    expect(found('refuse(wrong ? "this is wrong." : `that is ${kind}.`, place);')).toEqual([
      'that is {0}.',
      'this is wrong.',
    ]);
    expect(found('new CommandFailure([printable(`${file}: has no sense.`)]);', 'src/cli/run.ts')).toEqual([
      '{0}: has no sense.',
    ]);
  });

  it('are not those that VS Code cannot show', () => {
    expect(found('throw new UsageError("give another ending.");', 'src/cli/convert.ts')).toEqual([]);
    expect(found('throw new EngineBug("it must not be so");')).toEqual([]);
    expect(found('say("it goes on now");', 'src/cli/run.ts')).toEqual([]);
    expect(found('const sql = `CAST(${x} AS STRING) is it`;', 'src/flinkSql/a.ts')).toEqual([]);
    expect(found('throw new RangeError("damaged");')).toEqual([]);
  });
});

describe('a sentence into which a condition puts a word', () => {
  const glued = (text: string): readonly string[] => gluedSentences(new Map([['src/cli/a.ts', text]]));

  it('is found, whether the condition stands in it, before it, or is the type of a parameter', () => {
    for (const text of [
      'fail(`it cannot be ${isInput ? "read" : "written"} now`)',
      'function f() { const how = isInput ? "read" : "written"; fail(`it cannot be ${how} now`); }',
      'function f(how: "read" | "written") { fail(`it cannot be ${how} now`); }',
    ]) {
      expect(glued(text)).toEqual(['src/cli/a.ts: it cannot be {} now with read, written']);
    }
  });

  it('is none that has a name, a number or a phrase of its own put in', () => {
    expect(glued('fail(`it cannot be ${isOld ? `${name} (old)` : name} now`)')).toEqual([]);
    expect(glued('function f(type: "string" | "number") { fail(`it is a ${type} now`); }')).toEqual([]);
  });
});
