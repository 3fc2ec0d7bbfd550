import type { Call, Expression, FunctionCode, SourceCode, Statement } from './code.js';
import type { Place } from './place.js';
import {
  asText,
  assign,
  isText,
  itemsOf,
  merged,
  mergeInto,
  type Scope,
  type Stream,
  type Value,
} from './scope.js';
import type { SourceOperator } from './sourceOperator.js';
import { filledText, joinedText, unknownPart, unknownText } from './sourceText.js';
import { SqlScript } from './sqlScript.js';
import {
  asyncMethods,
  makingInPython,
  mergingMethods,
  operatorMethods,
  sourceMethods,
  sqlMethods,
  tableMethods,
  tableSinkMethods,
} from './streamMethods.js';

/** A program may call itself; nobody writes a job deeper or larger than this. */
const deepest = 16;
const mostOperators = 5_000;
const mostInlinedCalls = 20_000;

/** Longer lists are gone over once, as if nothing were known of them. */
const longestList = 64;

/** `{0}`, `{name}`, `%s`, `%1$d`. */
const placeholder = /\{\w*\}|%(?:\d+\$)?[sdif]/g;

/**
 * The operators that a job's source makes. Streams are followed through variables and through functions of the same file;
 * what stands in different branches of a condition is in the list with all its branches.
 */
export function operatorsIn(code: SourceCode): readonly SourceOperator[] {
  return new OperatorWalk(code).walk();
}

class OperatorWalk {
  private readonly operators: SourceOperator[] = [];
  private readonly sql = new SqlScript(this.operators);
  private readonly functions = new Map<string, FunctionCode>();
  private readonly calls = new Map<string, number>();
  private inlinedCalls = 0;
  private readonly underway: FunctionCode[] = [];
  /** What stands outside of functions, for all of them to use. */
  private readonly outside: Scope = new Map();
  /** Where the operators of a function that is called several times are said to stand: at its call. */
  private callPlace: Place | undefined;

  constructor(private readonly code: SourceCode) {
    for (const each of code.functions) this.functions.set(each.name, each);
    for (const { statements } of [code, ...code.functions]) this.countIn(statements);
  }

  walk(): readonly SourceOperator[] {
    this.follow(this.code.statements, this.outside);
    const constructorsFirst = this.code.functions.toSorted(
      (a, b) => Number(b.isConstructor) - Number(a.isConstructor),
    );
    for (const each of constructorsFirst) {
      if (this.calls.has(each.name)) continue;
      const scope: Scope = new Map(this.outside);
      for (const { name, isStream } of each.parameters) if (isStream) scope.set(name, { stream: [] });
      this.underway.push(each);
      this.follow(each.statements, scope);
      this.underway.pop();
    }
    return this.operators;
  }

  private countIn(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (statement.kind === 'branches') {
        for (const branch of statement.branches) this.countIn(branch);
        continue;
      }
      this.count(statement.value);
      if (statement.kind === 'each') this.countIn(statement.body);
    }
  }

  private count(expression: Expression): void {
    if (expression.kind === 'either') expression.options.forEach((option) => this.count(option));
    if (expression.kind !== 'call') return;
    const { method, receiver } = expression;
    if (isOwn(receiver) && this.functions.has(method)) {
      this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    }
    if (receiver) this.count(receiver);
    for (const { value } of expression.arguments) this.count(value);
  }

  /** Goes through statements; answers what they return. */
  private follow(statements: readonly Statement[], scope: Scope): Value | undefined {
    let returned: Value | undefined;
    for (const statement of statements) {
      if (statement.kind === 'branches') {
        returned = merged(returned, this.followBranches(statement.branches, scope));
        continue;
      }
      const value = this.evaluate(statement.value, scope);
      if (statement.kind === 'each') {
        for (const item of itemsOf(value)) {
          assign(scope, statement.name, item);
          returned = merged(returned, this.follow(statement.body, scope));
        }
      }
      if (statement.kind === 'return') returned = merged(returned, value);
      if (statement.kind === 'assign') {
        assign(scope, statement.name, value);
        if (statement.isField) assign(this.outside, statement.name, value);
      }
    }
    return returned;
  }

  /** Each goes on from what was before; what follows sees what any of them left. */
  private followBranches(branches: readonly (readonly Statement[])[], scope: Scope): Value | undefined {
    const before: Scope = new Map(scope);
    let returned: Value | undefined;
    branches.forEach((branch, i) => {
      const within = i === 0 ? scope : new Map(before);
      returned = merged(returned, this.follow(branch, within));
      if (within !== scope) mergeInto(scope, within);
    });
    return returned;
  }

  private evaluate(expression: Expression, scope: Scope): Value | undefined {
    switch (expression.kind) {
      case 'name':
        return scope.get(expression.name);
      case 'text':
        return expression;
      case 'joined':
        return this.joined(expression.parts, scope);
      case 'filled': {
        const template = this.evaluate(expression.template, scope);
        if (!isText(template)) return undefined;
        const values = expression.values.map((value) => asText(this.evaluate(value, scope)));
        return filledText(template, placeholder, values);
      }
      case 'list': {
        const list = expression.items.map((item) => this.evaluate(item, scope) ?? unknownText);
        return list.length > longestList ? undefined : { list };
      }
      case 'either':
        return expression.options
          .map((option) => this.evaluate(option, scope))
          .reduce((one, another) => merged(one, another), undefined);
      case 'call':
        return this.call(expression, scope);
      case 'other':
        return undefined;
    }
  }

  /** Known in parts where a part is not; nothing where none is a text. */
  private joined(parts: readonly Expression[], scope: Scope): Value | undefined {
    const values = parts.map((part) => this.evaluate(part, scope));
    return values.some(isText) ? joinedText(values.map((value) => asText(value) ?? unknownText)) : undefined;
  }

  private call(call: Call, scope: Scope): Value | undefined {
    const { method, receiver } = call;
    const own = isOwn(receiver) ? this.functions.get(method) : undefined;
    if (own) return this.inlined(own, call, scope);
    const source = sourceMethods.get(method);
    if (source && receiver) {
      const name = source.nameAt === undefined ? undefined : this.textAt(call, source.nameAt, scope);
      return this.made(call, [], name === undefined ? {} : { name });
    }
    if (sqlMethods.has(method)) return this.statement(call, scope);
    const on = receiver && this.evaluate(receiver, scope);
    // Of what `trim`, `stripIndent` and the like leave nothing is different to names and to SQL.
    if (isText(on)) return on;
    if (!on || !('stream' in on)) return this.givenStream(call, scope);
    if (method === 'name' || method === 'uid') this.label(on, method, this.textAt(call, 0, scope));
    if (tableSinkMethods.has(method)) return this.tableSink(call, on.stream, 0, scope);
    if (mergingMethods.has(method)) {
      return call.arguments.reduce<Value>(
        (all, { value }) => merged(all, this.evaluate(value, scope)) ?? all,
        on,
      );
    }
    if (!operatorMethods.has(method) && !makingInPython.has(method)) return on;
    const defaultNames = operatorMethods.get(method) ?? makingInPython.get(method);
    const name = method === 'transform' ? this.textAt(call, 0, scope) : undefined;
    return this.made(call, on.stream, {
      ...(name === undefined ? {} : { name }),
      ...(defaultNames ? { defaultNames } : {}),
    });
  }

  /** SQL that a program has as a text: its operators stand in the text. */
  private statement({ arguments: given, receiver }: Call, scope: Scope): Value | undefined {
    // A statement set takes one after the other: `set.addInsertSql(…).addInsertSql(…)`.
    if (receiver) this.evaluate(receiver, scope);
    const text = given[0] && this.evaluate(given[0].value, scope);
    if (!isText(text) || this.operators.length >= mostOperators) return undefined;
    return { stream: this.sql.read(text) };
  }

  /** What takes a stream as its first argument gives it back, as Flink's own static helpers do, with or without an operator. */
  private givenStream(call: Call, scope: Scope): Value | undefined {
    const [first, second] = call.arguments.slice(0, 2).map(({ value }) => this.evaluate(value, scope));
    if (isText(first)) {
      if (second && 'stream' in second) {
        if (call.method === 'createTemporaryView') this.sql.view(first.text, second.stream);
        if (call.method === 'addInsert') this.tableSink(call, second.stream, 0, scope);
      }
      // `dedent(text)`
      return first;
    }
    if (!first || !('stream' in first)) return undefined;
    if (asyncMethods.has(call.method)) return this.made(call, first.stream, {});
    return tableMethods.has(call.method) ? first : { ...first, isPassed: true };
  }

  private tableSink(call: Call, inputs: readonly number[], nameAt: number, scope: Scope): Value | undefined {
    const name = this.textAt(call, nameAt, scope)?.split('.').at(-1);
    return this.made(call, inputs, name === undefined ? {} : { name });
  }

  private inlined(own: FunctionCode, call: Call, scope: Scope): Value | undefined {
    if (this.underway.includes(own) || this.underway.length >= deepest) return undefined;
    if (++this.inlinedCalls > mostInlinedCalls) return undefined;
    const inside: Scope = new Map(this.outside);
    own.parameters.forEach(({ name }, i) => {
      const argument = call.arguments.find(({ keyword }) => keyword === name) ?? call.arguments[i];
      const value = argument && this.evaluate(argument.value, scope);
      if (value) inside.set(name, value);
    });
    const outer = this.callPlace;
    if ((this.calls.get(own.name) ?? 0) > 1) this.callPlace ??= { line: call.line, column: call.column };
    this.underway.push(own);
    const returned = this.follow(own.statements, inside);
    this.underway.pop();
    this.callPlace = outer;
    return returned;
  }

  private made(call: Call, inputs: readonly number[], labels: Partial<SourceOperator>): Value | undefined {
    if (this.operators.length >= mostOperators) return undefined;
    const { line, column } = this.callPlace ?? call;
    return { stream: [this.operators.push({ made: call.method, inputs, ...labels, line, column }) - 1] };
  }

  /** A name or uid is that of the last operator, in each branch of a condition, and the last one given counts. */
  private label({ stream, isPassed }: Stream, label: 'name' | 'uid', text: string | undefined): void {
    if (isPassed) return;
    for (const position of stream) {
      const { name, uid, defaultNames, ...rest } = this.operators[position]!;
      const labels = { name, uid, [label]: text };
      this.operators[position] = {
        ...rest,
        ...(labels.name === undefined ? {} : { name: labels.name }),
        ...(labels.uid === undefined ? {} : { uid: labels.uid }),
        // It has a name then, whether that is known or not.
        ...(label === 'name' || !defaultNames ? {} : { defaultNames }),
      };
    }
  }

  private textAt(call: Call, position: number, scope: Scope): string | undefined {
    const argument =
      call.arguments.find(({ keyword }) => keyword === 'source_name') ?? call.arguments[position];
    const value = argument && this.evaluate(argument.value, scope);
    return isText(value) && !value.text.includes(unknownPart) ? value.text : undefined;
  }
}

/** Whether a method without receiver, or on the own class or object, can be one of the file. */
function isOwn(receiver: Expression | undefined): boolean {
  return (
    receiver === undefined || (receiver.kind === 'name' && /^(this|self|cls|[A-Z]\w*)$/.test(receiver.name))
  );
}
