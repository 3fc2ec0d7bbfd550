import { InvalidArgumentError, type Option } from 'commander';

/** Makes an option one that may be given several times, each with a `NAME=VALUE`. */
export function repeatedSetting(option: Option): Option {
  return option.argParser(parseSetting).default([], 'none');
}

/** A `NAME=VALUE` more. @throws InvalidArgumentError for what has no name */
function parseSetting(
  text: string,
  earlier: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Give a name and a value, as in --set keys=1000.');
  return [...earlier, [text.slice(0, equals), text.slice(equals + 1)]];
}
