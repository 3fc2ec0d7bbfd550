import type { Call, Expression, FunctionCode, SourceCode, Statement } from './code.js';
import type { SourceOperator } from './sourceOperator.js';
import { asyncMethods, mergingMethods, operatorMethods, sourceMethods } from './streamMethods.js';

/** A program may call itself; nobody writes a job deeper or larger than this. */
const deepest = 16;
const mostOperators = 5_000;
const mostInlinedCalls = 20_000;

/** While a program is read, a name or uid can be one that only the running program knows. */
type Labelled = Omit<SourceOperator, 'name' | 'uid'> & {
  readonly name?: string | undefined;
  readonly uid?: string | undefined;
};

/** What a name stands for, as far as it matters: a stream, by the operators that it comes from, or a text. */
type Value = { readonly stream: readonly number[] } | { readonly text: string };
type Scope = Map<string, Value>;

/**
 * The operators that a job's source makes. Streams are followed through variables and through functions of the same file;
 * what stands in different branches of a condition is in the list with all its branches.
 */
export function operatorsIn(code: SourceCode): readonly SourceOperator[] {
  return new OperatorWalk(code).walk();
}

class OperatorWalk {
  private readonly operators: Labelled[] = [];
  private readonly functions = new Map<string, FunctionCode>();
  private readonly calls = new Map<string, number>();
  private inlinedCalls = 0;
  private readonly underway: FunctionCode[] = [];
  /** What stands outside of functions, for all of them to use. */
  private readonly outside: Scope = new Map();
  /** Where the operators of a function that is called several times are said to stand: at its call. */
  private callPlace: { readonly line: number; readonly column: number } | undefined;

  constructor(private readonly code: SourceCode) {
    for (const each of code.functions) this.functions.set(each.name, each);
    for (const { statements } of [code, ...code.functions]) {
      for (const { value } of statements) this.count(value);
    }
  }

  walk(): readonly SourceOperator[] {
    this.follow(this.code.statements, this.outside);
    for (const each of this.code.functions) {
      if (this.calls.has(each.name)) continue;
      const scope: Scope = new Map(this.outside);
      for (const { name, isStream } of each.parameters) if (isStream) scope.set(name, { stream: [] });
      this.underway.push(each);
      this.follow(each.statements, scope);
      this.underway.pop();
    }
    return this.operators.map(({ name, uid, ...rest }) => ({
      ...rest,
      ...(name === undefined ? {} : { name }),
      ...(uid === undefined ? {} : { uid }),
    }));
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
      const value = this.evaluate(statement.value, scope);
      if (statement.kind === 'return') returned = merged(returned, value);
      if (statement.kind === 'assign') {
        if (value) scope.set(statement.name, value);
        else scope.delete(statement.name);
      }
    }
    return returned;
  }

  private evaluate(expression: Expression, scope: Scope): Value | undefined {
    switch (expression.kind) {
      case 'name':
        return scope.get(expression.name);
      case 'text':
        return { text: expression.text };
      case 'joined':
        return this.joined(expression.parts, scope);
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

  private joined(parts: readonly Expression[], scope: Scope): Value | undefined {
    let text = '';
    for (const part of parts) {
      const value = this.evaluate(part, scope);
      if (!value || !('text' in value)) return undefined;
      text += value.text;
    }
    return { text };
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
    const on = receiver && this.evaluate(receiver, scope);
    if (!on || !('stream' in on)) return this.givenStream(call, scope);
    if (method === 'name' || method === 'uid') this.label(on.stream, method, this.textAt(call, 0, scope));
    if (mergingMethods.has(method)) {
      return call.arguments.reduce<Value>(
        (all, { value }) => merged(all, this.evaluate(value, scope)) ?? all,
        on,
      );
    }
    if (!operatorMethods.has(method)) return on;
    const defaultName = operatorMethods.get(method);
    const name = method === 'transform' ? this.textAt(call, 0, scope) : undefined;
    return this.made(call, on.stream, {
      ...(name === undefined ? {} : { name }),
      ...(defaultName === undefined ? {} : { defaultNames: [defaultName] }),
    });
  }

  /** What takes a stream as its first argument gives it back, as Flink's own static helpers do, with or without an operator. */
  private givenStream(call: Call, scope: Scope): Value | undefined {
    const first = call.arguments[0] && this.evaluate(call.arguments[0].value, scope);
    if (!first || !('stream' in first)) return undefined;
    return asyncMethods.has(call.method) ? this.made(call, first.stream, {}) : first;
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
    if (this.operators.length === mostOperators) return undefined;
    const { line, column } = this.callPlace ?? call;
    return { stream: [this.operators.push({ made: call.method, inputs, ...labels, line, column }) - 1] };
  }

  /** A name or uid is that of the last operator, and the last one given counts. */
  private label(stream: readonly number[], label: 'name' | 'uid', text: string | undefined): void {
    const [position] = stream;
    if (position === undefined || stream.length > 1) return;
    const labelled: Labelled = { ...this.operators[position]!, [label]: text };
    this.operators[position] = labelled;
  }

  private textAt(call: Call, position: number, scope: Scope): string | undefined {
    const argument =
      call.arguments.find(({ keyword }) => keyword === 'source_name') ?? call.arguments[position];
    const value = argument && this.evaluate(argument.value, scope);
    return value && 'text' in value ? value.text : undefined;
  }
}

/** Whether a method without receiver, or on the own class or object, can be one of the file. */
function isOwn(receiver: Expression | undefined): boolean {
  return (
    receiver === undefined || (receiver.kind === 'name' && /^(this|self|cls|[A-Z]\w*)$/.test(receiver.name))
  );
}

function merged(one: Value | undefined, another: Value | undefined): Value | undefined {
  if (!one || !another || !('stream' in one) || !('stream' in another)) return one ?? another;
  return { stream: [...new Set([...one.stream, ...another.stream])] };
}
