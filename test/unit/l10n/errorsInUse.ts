import ts from 'typescript';

/** What stands where VS Code never asks: other subcommands than those that it runs. */
const elsewhere =
  /^src\/cli\/(compare|convert|verdict\w*|savepoint|stop(Job|OnFlink)?|runningRun|inputFiles|askHowToEnd)\.ts$/;

/** What the processes are made of that VS Code starts, and whose errors it shows. */
const started = /^src\/(cli|engine|flinkSql|flink\/gateway)\//;

const thrown = /(Error|Failure|Refusal)$/;
const refusing = /^refuse(At)?$/;
/** Mistakes in the engine, which go into a report as they are. */
const bugs = new Set(['EngineBug']);
/** Reasons that are put together, or come from tables of what the operating system says. */
const tables = /^(reasons?|causes|hints)$/;

/**
 * The sentences of the errors that a run, a recording or a translation can end with, each placeholder as `{0}`, `{1}`, …; sorted.
 *
 * @param sources texts by their path
 */
export function errorsInUse(sources: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  for (const [path, text] of sources) {
    if (!started.test(path) || elsewhere.test(path)) continue;
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    visit(file, (said) => found.add(said));
  }
  return [...found].filter(isSentence).sort();
}

function visit(node: ts.Node, add: (text: string) => void): void {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const name = node.expression.getText();
    const isError = ts.isNewExpression(node) ? thrown.test(name) && !bugs.has(name) : refusing.test(name);
    if (isError) node.arguments?.forEach((argument) => collect(argument, add));
  }
  if (ts.isVariableDeclaration(node) && node.initializer && tables.test(node.name.getText())) {
    collect(node.initializer, add);
  }
  ts.forEachChild(node, (child) => visit(child, add));
}

/** The texts in an expression, but for those that are put into another. */
function collect(node: ts.Node, add: (text: string) => void): void {
  const text = textOf(node);
  if (text !== undefined) add(numbered(text));
  else ts.forEachChild(node, (child) => collect(child, add));
}

/** A text with `{}` for each of its placeholders; undefined for what is none. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function numbered(text: string): string {
  let n = 0;
  return text.replaceAll('{}', () => `{${n++}}`);
}

/** Whether there is something to translate: two words, not the names of options and the like. */
function isSentence(text: string): boolean {
  return /[a-zA-Z]{2,}[,:]? [a-z0-9“]+/.test(text.replaceAll(/\{\d+\}/g, '¤').replaceAll(/[¤“”]/g, ''));
}
