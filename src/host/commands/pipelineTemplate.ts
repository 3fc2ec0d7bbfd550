import * as l10n from '@vscode/l10n';

/** Why this is no name for a pipeline, or `undefined` if it is one. */
export function pipelineNameProblem(name: string): string | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) return undefined;
  return l10n.t('Letters, digits, - and _, at most 64, beginning with a letter or digit.');
}

/** A small definition that runs as it is: a source, state by key, a sink. `name` has passed {@link pipelineNameProblem}. */
export function pipelineTemplate(name: string): string {
  return `import { blackholeSink, generate, int32, int64, pipeline, struct, valueState } from 'checkpoint-lens';

const Click = struct({ user: int32, page: int32 });
const Count = struct({ user: int32, clicks: int64 });

export default pipeline('${name}', ({ env, params }) => {
  const users = params.number('users', 100_000);

  env
    .source(
      Click,
      generate((i, random) => ({ user: random.int(users), page: i % 50 })),
    )
    .name('clicks')
    .keyBy((click) => click.user)
    .process(Count, {
      state: { clicks: valueState(int64) },
      process(click, { state, emit }) {
        const clicks = state.clicks.value() + 1;
        state.clicks.update(clicks);
        emit({ user: click.user, clicks });
      },
    })
    .name('count per user')
    .uid('count')
    .parallelism(2)
    .sinkTo(blackholeSink())
    .name('counts');
});
`;
}
