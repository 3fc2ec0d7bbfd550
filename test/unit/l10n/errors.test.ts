import { describe, expect, it } from 'vitest';
import { errorsInUse } from './errorsInUse.js';
import { testTranslations } from './translations.js';
import { sources } from './textsInUse.js';

describe('the Chinese texts of errors that the command line says and VS Code shows', () => {
  const inUse = errorsInUse(sources());

  testTranslations('l10n/errors.zh-cn.json', () => inUse);
});

describe('the errors in use', () => {
  const found = (text: string, path = 'src/engine/a.ts'): readonly string[] =>
    errorsInUse(new Map([[path, text]]));

  it('are found in what is thrown and in what is refused, with their parts numbered', () => {
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
    expect(found('throw new RangeError("damaged");')).toEqual([]);
  });
});
