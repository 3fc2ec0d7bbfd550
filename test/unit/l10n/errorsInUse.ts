import ts from 'typescript';

/** What stands where VS Code never asks: other subcommands than those that it runs, and help. */
const elsewhere =
  /^src\/cli\/(compare|comparisonOutput|convert|verdict\w*|savepoint|stop(Job)?|runningRun|inputFiles|onFlink\/(stopOnFlink|askHowToEnd)|program|recordProgress)\.ts$/;

/** What the processes are made of that VS Code starts, and whose errors it shows. */
const started = /^src\/(cli|engine|flinkSql)\//;

/** Calls whose texts go into the log or the help, are in VS Code's language already, or say a mistake in the engine. */
const notShown =
  /(^|\.)(say|write|description|argument|option|requiredOption|Option|helpGroup|addHelpText|t|EngineBug|assert)$/;

/** Texts of ours that are for a machine, SQL and code, or for a terminal, which end their line. */
const code =
  /\b(SELECT|CREATE|CASE|CAST|EXTRACT|WHERE|WINDOW|OVER|AND|OR|ROWS|UNNEST|PARTITION BY|GROUP BY|STOP JOB)\b|\b(const|let|return) [a-z]\w* [=(]|^-- |^\n|\n$|;$|^"use strict"|^checkpoint-lens |^--[\w-]+ \w+$/;

/**
 * The sentences that a run, a recording or a translation can end with, or their parts, each placeholder as `{0}`, `{1}`, …; sorted. All
 * texts count that are no names and not for a machine: an error is often worded where nobody throws it.
 *
 * @param sources texts by their path
 */
export function errorsInUse(sources: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  forEachText(sources, (text) => found.add(numbered(text)));
  return [...found].sort();
}

/**
 * Sentences into which a condition puts one word or another, as in `cannot be ${isInput ? 'read' : 'written'}`: no translation can take
 * them apart. Each with its file.
 */
export function gluedSentences(sources: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  forEachText(sources, (text, node, path) => {
    const spans = templatesIn(node).flatMap(({ templateSpans }) => templateSpans);
    const words = spans.flatMap(({ expression }) => wordsOf(expression)).filter(isWord);
    if (words.length > 0) found.push(`${path}: ${text} with ${words.join(', ')}`);
  });
  return found;
}

function forEachText(
  sources: ReadonlyMap<string, string>,
  hear: (text: string, node: ts.Node, path: string) => void,
): void {
  for (const [path, source] of sources) {
    if (!started.test(path) || elsewhere.test(path)) continue;
    const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
    visit(file, (text, node) => hear(text, node, path));
  }
}

function visit(node: ts.Node, hear: (text: string, node: ts.Node) => void): void {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isListOfWords(node) || isSearched(node)) return;
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && notShown.test(node.expression.getText())) {
    return;
  }
  const text = textOf(node);
  if (text === undefined) {
    ts.forEachChild(node, (child) => visit(child, hear));
    return;
  }
  if (isSentence(text)) hear(text, node);
  for (const { templateSpans } of templatesIn(node)) {
    for (const { expression } of templateSpans) visit(expression, hear);
  }
}

/** As in `'begin between by'.split(' ')`. */
function isListOfWords(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  const list = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  return name.text === 'split' && textOf(list) !== undefined;
}

/** As in `text.includes('is not supported')`. */
function isSearched(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /\.(includes|startsWith|endsWith)$/.test(node.expression.getText());
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

function templatesIn(node: ts.Node): readonly ts.TemplateExpression[] {
  if (ts.isTemplateExpression(node)) return [node];
  return ts.isBinaryExpression(node) ? [...templatesIn(node.left), ...templatesIn(node.right)] : [];
}

/** The texts that an expression chooses from, and those of a parameter or a constant that is one of several texts. */
function wordsOf(expression: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return wordsOf(expression.expression);
  if (ts.isConditionalExpression(expression)) {
    return [...wordsOf(expression.whenTrue), ...wordsOf(expression.whenFalse)];
  }
  if (ts.isBinaryExpression(expression)) {
    return [...wordsOf(expression.left), ...wordsOf(expression.right)];
  }
  return ts.isIdentifier(expression) ? wordsOfName(expression) : [];
}

function wordsOfName(name: ts.Identifier): readonly string[] {
  for (let around: ts.Node = name; !ts.isSourceFile(around); around = around.parent) {
    const parameters = ts.isFunctionLike(around) ? around.parameters : [];
    const type = parameters.find((one) => one.name.getText() === name.text)?.type;
    if (type) return ts.isUnionTypeNode(type) ? type.types.flatMap(literalOf) : [];
    const constants = ts.isBlock(around) ? around.statements.filter(ts.isVariableStatement) : [];
    const declared = constants
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find((one) => one.name.getText() === name.text);
    if (declared) return declared.initializer ? wordsOf(declared.initializer) : [];
  }
  return [];
}

function literalOf(type: ts.TypeNode): readonly string[] {
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

/** English, not the name of an option or of a type, which stays as it is, nor a part that is translated by itself. */
function isWord(text: string): boolean {
  return /^[a-z ]*[a-z]{2}[a-z ]*$/.test(text) && !isSentence(text) && !names.has(text);
}

/** Of views and columns, and a word between functions. */
const inner = new Set(['On a Flink cluster:', '{} so far', '{} by index', 'working directory']);

const names = new Set('string number boolean text http https null checkpoint savepoint max min'.split(' '));

function numbered(text: string): string {
  let n = 0;
  return text.replaceAll('{}', () => `{${n++}}`);
}

/** Whether there is something to translate: two words, not the names of options and the like, nor code. */
function isSentence(text: string): boolean {
  const words = text.replaceAll('{}', '¤').replaceAll(/[¤“”]/g, '');
  return /[a-zA-Z]{2,}[,:]? [a-z0-9“]+/.test(words) && !code.test(text) && !inner.has(text);
}
