import { Session, type Runtime } from 'node:inspector';

/** Where a function begins in its module: both count from 0. */
export interface FunctionPlace {
  readonly line: number;
  readonly column: number;
  /** Of the module, where it has one. */
  readonly url: string;
}

type AnyFunction = (...args: never[]) => unknown;

/**
 * What the language does not tell of a function, but its debugger does: the variables that it has from outside, and where
 * it stands. The debugger is that of this process; nothing stops, and no port is opened.
 */
export class Closures {
  private readonly session = new Session();
  private readonly urls = new Map<string, string>();

  constructor() {
    this.session.connect();
    this.session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => this.urls.set(scriptId, url));
    // Tells of all scripts there are, and from which files they come.
    this.post('Debugger.enable', {});
    // So that nothing can stop at a breakpoint.
    this.post('Debugger.disable', {});
  }

  close(): void {
    this.session.disconnect();
  }

  placeOf(of: AnyFunction): FunctionPlace | undefined {
    const found = this.internals(of).find(({ name }) => name === '[[FunctionLocation]]')?.value?.value as
      { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number } | undefined;
    if (found === undefined) return undefined;
    return {
      line: found.lineNumber,
      column: found.columnNumber,
      url: this.urls.get(found.scriptId) ?? '',
    };
  }

  /** The value of a variable from outside; none where no scope around the function has it. */
  variable(of: AnyFunction, name: string): { readonly value: unknown } | undefined {
    const scopes = this.internals(of).find((property) => property.name === '[[Scopes]]')?.value?.objectId;
    if (scopes === undefined) return undefined;
    for (const { value: scope } of this.properties(scopes).result) {
      if (scope?.objectId === undefined || scope.description === 'Global') continue;
      const found = this.properties(scope.objectId).result.find((property) => property.name === name);
      if (found?.value !== undefined) return { value: this.valueOf(found.value) };
    }
    return undefined;
  }

  private internals(of: AnyFunction): readonly Runtime.InternalPropertyDescriptor[] {
    const objectId = this.handedOver(of);
    return this.properties(objectId).internalProperties ?? [];
  }

  /** A handle of the debugger for a value of this program. */
  private handedOver(value: unknown): string {
    exchange.value = value;
    const { result } = this.post('Runtime.evaluate', {
      expression: `globalThis[Symbol.for(${JSON.stringify(exchangeName)})].value`,
    }) as Runtime.EvaluateReturnType;
    exchange.value = undefined;
    return result.objectId!;
  }

  /** The value itself behind a handle. */
  private valueOf({ objectId, value, unserializableValue }: Runtime.RemoteObject): unknown {
    if (unserializableValue !== undefined) return Number(unserializableValue.replace(/n$/, ''));
    if (objectId === undefined) return value;
    this.post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function () { globalThis[Symbol.for(${JSON.stringify(exchangeName)})].value = this; }`,
    });
    const taken = exchange.value;
    exchange.value = undefined;
    return taken;
  }

  private properties(objectId: string): Runtime.GetPropertiesReturnType {
    const answer = this.post('Runtime.getProperties', { objectId, ownProperties: true });
    return answer as Runtime.GetPropertiesReturnType;
  }

  /** The answer comes within the call: it is the same thread. */
  private post(method: string, params: object): unknown {
    let answer: unknown;
    this.session.post(method, params, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }
}

const exchangeName = 'checkpoint-lens.closures';

/** Over which values go to the debugger and come back. */
const exchange: { value: unknown } = { value: undefined };
Object.defineProperty(globalThis, Symbol.for(exchangeName), { value: exchange });
