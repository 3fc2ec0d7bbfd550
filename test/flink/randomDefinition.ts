import { IndexedRandom } from '../../src/engine/pipeline/random.js';

/** The fields of every generated record. */
export const recordType = 'struct({ name: string, a: int32, b: int64, x: float64, ok: boolean })';

const fields = { number: ['a', 'b', 'x'], string: ['name'], boolean: ['ok'] } as const;
type Type = keyof typeof fields;

const utc = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds', 'Day'].map(
  (part) => `getUTC${part}`,
);
/** What makes a shorter date of the text of one. */
const dates = ['', '.slice(0, 10)', ".slice(0, 16) + 'Z'", ".replace('.000', '')"];
const cuts = ['slice(1)', 'slice(-2)', 'slice(1, -1)', 'substring(2, 1)', 'charAt(1)', 'slice(0, 3)'];

/** Makes operators of random functions as a person would write them; the same for the same seed. */
export class RandomDefinitions {
  private readonly random: IndexedRandom;
  /** How often each operator and function was used. */
  readonly used = new Map<string, number>();
  /** So many filters have a name. */
  private filters = 0;

  constructor(seed: number) {
    this.random = new IndexedRandom(seed);
    this.random.restart(0);
  }

  /** The operators of one definition, between source and sink. */
  chain(): string {
    const { number, string, boolean } = { number: 3, string: 3, boolean: 3 };
    const value = (type: Type, depth: number): string => this.expression(type, depth);
    const stateless =
      `.map(struct({ u: float64, v: string, w: boolean, name: string, a: int32, b: int64, x: float64 }), ` +
      `({ name, a, b, x, ok }) => ({ u: ${value('number', number)}, v: ${value('string', string)}, ` +
      `w: ${value('boolean', boolean)}, name, a, b, x }))`;
    this.filters += 1;
    const filter = `.filter(({ name, a, b, x, ok }) => ${value('boolean', 3)}).name('filter ${this.filters}')`;
    const each = this.pick<() => string>([
      () => this.count('map', stateless),
      () => this.count('filter', filter),
      () => this.count('filter', filter) + this.count('map', stateless),
      () => this.count('flatMap', this.flatMap()),
      () => this.count('process', this.process()),
      () => this.count('state under if', this.conditionalState()),
      () => this.count('loop over split', this.parts()),
      () => this.count('variables', this.variables()),
      () => this.count('connect and map', this.connected()),
      () => this.count('connect with state', this.connectedState()),
      () => this.count('reduce', this.reduce()),
      () => this.count('window', this.window()),
      () => this.count('filter', filter) + this.count('window', this.window()),
      () => this.count('window that keeps a record', this.keptRecord()),
      () => this.count('filter', filter) + this.count('union', this.union()) + this.count('map', stateless),
      // In which order the two come is open, and sums of numbers that are not whole show it.
      () => this.count('union', this.union()) + this.count('window', this.window('a')),
    ]);
    return each();
  }

  private flatMap(): string {
    const record = (): string => `{ u: ${this.expression('number', 2)}, v: ${this.expression('string', 2)} }`;
    return (
      `.flatMap(struct({ u: float64, v: string }), ({ name, a, b, x, ok }, emit) => { ` +
      `emit(${record()}); if (${this.expression('boolean', 2)}) emit(${record()}); })`
    );
  }

  /** Of the same records, read another way. */
  private union(): string {
    this.filters += 1;
    return `.union(records.filter(({ name, a, b, x, ok }) => ${this.expression('boolean', 2)}).name('other ${this.filters}'))`;
  }

  private keptRecord(): string {
    const [first, second] = this.pick([
      ['x', 'b'],
      ['a', 'b'],
      ['name', 'b'],
    ]);
    const [one, other] = [this.pick(['>', '<']), this.pick(['>=', '<='])];
    const choice = this.pick([
      `p.${first} !== q.${first} ? (p.${first} ${one} q.${first} ? p : q) : p.${second} ${other} q.${second} ? p : q`,
      `p.${first} ${one} q.${first} || (p.${first} === q.${first} && p.${second} ${other} q.${second}) ? p : q`,
    ]);
    const size = 1000 * (1 + this.random.int(5));
    return `${this.key('a % 5', 'name')}.window(TumblingEventTimeWindows.of(${size})).reduce((p, q) => (${choice}))`;
  }

  private process(): string {
    return `${this.key()}.process(struct({ n: int64, sum: float64, low: float64, high: float64, mean: float64 }), {
      state: { n: valueState(int64), sum: valueState(float64), low: valueState(float64), high: valueState(float64) },
      process({ name, a, b, x, ok }, { state, emit }) {
        const value = ${this.expression('number', 1, ['a', 'b'])};
        const n = state.n.value() + 1;
        const sum = state.sum.value() + x;
        const low = n === 1 ? value : Math.min(value, state.low.value());
        const high = Math.max(state.high.value(), value);
        state.n.update(n); state.sum.update(sum); state.low.update(low); state.high.update(high);
        if (n % ${1 + this.random.int(4)} === 0) emit({ n, sum, low, high, mean: sum / n });
      },
    })`;
  }

  private conditionalState(): string {
    const test = (): string => this.expression('boolean', 2);
    const leaves = this.pick([`if (!(${test()})) return;`, `if (${test()}) seen += 0;`]);
    return `${this.key()}.process(struct({ n: int64, some: int64, spent: float64, most: float64, least: float64, last: string, first: string }), {
      state: { n: valueState(int64), some: valueState(int64), spent: valueState(float64), most: valueState(float64),
        least: valueState(float64), last: valueState(string), first: valueState(string) },
      process({ name, a, b, x, ok }, { state, emit }) {
        let seen = 0;
        ${leaves}
        const n = state.n.value() + 1; state.n.update(n);
        if (${test()}) { state.some.update(state.some.value() + 1); state.spent.update(state.spent.value() - x); }
        else if (${test()}) state.spent.update(state.spent.value() + a);
        if (a > state.most.value()) state.most.update(a);
        if (n === 1 || x < state.least.value()) state.least.update(x);
        if (${test()}) state.last.update(${this.expression('string', 1)});
        if (state.first.value() === '') state.first.update(name);
        if (${this.pick(['n % 2 === 0', test()])})
          emit({ n, some: state.some.value() + seen, spent: state.spent.value(), most: state.most.value(),
            least: state.least.value(), last: state.last.value(), first: state.first.value() });
      },
    })`;
  }

  private parts(): string {
    const separator = this.pick(["'a'", "' '", "'an'", "'é'", "'\\u{1F600}'"]);
    return (
      `.flatMap(struct({ part: string, a: int32, n: int32 }), ({ name, a, b, x, ok }, emit) => { ` +
      `for (const part of ${this.expression('string', 1)}.split(${separator})) ` +
      `{ if (part !== ${this.pick(["''", "'b'"])} && ${this.expression('boolean', 1)}) emit({ part: part + '.', a, n: part.length }); } })`
    );
  }

  private variables(): string {
    const [number, boolean] = [
      (): string => this.expression('number', 1),
      (): string => this.expression('boolean', 2),
    ];
    return (
      `.map(struct({ u: float64, v: string }), ({ name, a, b, x, ok }) => { let u = ${number()}; let v = name; ` +
      `for (const each of [1, 2.5, a]) u += each; if (${boolean()}) { u = u * ${number()}; v += '!'; } ` +
      `else if (${boolean()}) { const half = u / 2; u -= half; if (${boolean()}) return { u, v: 'early' }; } ` +
      `if (${boolean()}) v = ${this.expression('string', 1)}; return { u, v: v ?? 'none' }; })`
    );
  }

  private connected(): string {
    const out = (): string =>
      `({ name, a, b, x, ok }) => ({ u: ${this.expression('number', 2)}, v: ${this.expression('string', 2)} })`;
    return `.connect(records).map(struct({ u: float64, v: string }), ${out()}, ${out()})`;
  }

  /** Each side keeps and gives its own: what both share depends on the order in which they come. */
  private connectedState(): string {
    const side = (of: string, when: string): string =>
      `({ name, a, b, x, ok }, { state, emit, key }) { const n = state.${of}.value() + 1; state.${of}.update(n); ` +
      `if (${when}) state.${of}Sum.update(state.${of}Sum.value() + a); ` +
      `emit({ key: \`${of} \${key}\`, n, sum: state.${of}Sum.value() }); }`;
    const key = this.pick(['name', 'a % 7', 'a', 'b']);
    return (
      `.keyBy(({ name, a, b }) => ${key}).connect(records.keyBy(({ name, a, b }) => ${key})).process(struct({ key: string, n: int64, sum: int64 }), ` +
      `{ state: { left: valueState(int64), leftSum: valueState(int64), right: valueState(int64), rightSum: valueState(int64) }, ` +
      `process1${side('left', this.expression('boolean', 2))}, process2${side('right', this.expression('boolean', 2))} })`
    );
  }

  private reduce(): string {
    return (
      `${this.key()}.reduce((one, other) => ({ name: ${this.pick(['one', 'other'])}.name, ` +
      `a: Math.${this.pick(['min', 'max'])}(one.a, other.a), b: ${this.pick(['one.b', 'other.b', 'one.b + other.b'])}, ` +
      `x: one.x + other.x, ok: other.ok }))`
    );
  }

  private window(summed = 'x'): string {
    const isSliding = this.random.int(3) === 0;
    const size = 1000 * (1 + this.random.int(5));
    const offset = this.pick([0, 0, 300]);
    const windows = isSliding
      ? `SlidingEventTimeWindows.of(${size * 2}, ${size}, ${offset})`
      : `TumblingEventTimeWindows.of(${size}, ${offset})`;
    const sum = isSliding ? 'a' : summed;
    return (
      `${this.key('a % 5', 'name')}.window(${windows})` +
      `.aggregate(struct({ key: string, n: int64, sum: float64, low: float64, mean: float64 }), {
      accumulator: struct({ n: int64, sum: float64, low: float64 }),
      create: () => ({ n: 0, sum: 0, low: Infinity }),
      add: ({ n, sum, low }, { a, x }) => ({ n: n + 1, sum: sum + ${sum}, low: Math.min(low, a) }),
      result: ({ n, sum, low }, _, key) => ({ key: \`\${key}\`, n, sum, low, mean: sum / n }),
    })`
    );
  }

  private key(...others: readonly string[]): string {
    const key = this.pick(others.length > 0 ? others : ['name', 'a % 7', 'ok ? 1 : 2', 'name.length']);
    return `.keyBy(({ name, a, b, x, ok }) => ${key})`;
  }

  private expression(type: Type, depth: number, numbers: readonly string[] = fields.number): string {
    const of = (inner: Type): string => this.expression(inner, depth - 1, numbers);
    if (depth <= 0 || this.random.int(6) === 0) return this.leaf(type, numbers);
    const shared = (): string => `(${of('boolean')} ? ${of(type)} : ${of(type)})`;
    const made: Readonly<Record<Type, readonly (() => string)[]>> = {
      number: [
        shared,
        () => `(${of('number')} ${this.pick(['+', '-', '*', '/'])} ${of('number')})`,
        () => this.count('%', `(a % ${1 + this.random.int(9)})`),
        () => this.math(['abs', 'floor', 'ceil', 'round', 'trunc'], of('number')),
        () => this.math(['min', 'max'], `${of('number')}, ${of('number')}`),
        () => this.count('% of fractions', `(${of('number')} % ${this.pick(['1', '2', '64'])})`),
        () => this.count('%', `(a % ${this.pick(['b', '(a - 7)', 'name.length'])})`),
        () =>
          this.count('special numbers', this.pick(['Infinity', '-Infinity', 'NaN', '-0', 'Math.sqrt(2)'])),
        () => `(-(${of('number')}))`,
        () => this.count('length', `${of('string')}.length`),
        () => this.count('indexOf', `${of('string')}.indexOf(${this.leaf('string', [])})`),
        () => this.count('split', `${of('string')}.split('a').length`),
        () => this.math(['sign'], of('number')),
        () => this.count('Number', `Number(${this.pick(['name', '`${a}`', '` ${b}.5 `', "''", 'ok'])})`),
        () => this.call(['parseInt', 'parseFloat'], `(\`\${a}\` + ${of('string')})`),
        () => this.count('UTC', `new Date(${this.pick(['a', 'b', 'b * 90001'])}).${this.pick(utc)}()`),
        () =>
          this.count(
            'Date.parse',
            `Date.parse(new Date(${this.pick(['a', 'b'])}).toISOString()${this.pick(dates)})`,
          ),
      ],
      string: [
        shared,
        () => `(${of('string')} + ${of('string')})`,
        () => this.count('template', `\`\${${of('string')}}-\${${this.pick(['a', 'b', 'ok', 'a % 3'])}}\``),
        () => this.count('trim', `${of('string')}.trim()`),
        () => this.count('replaceAll', `${of('string')}.replaceAll('a', "b'")`),
        () =>
          this.count('replace', `${of('string')}.replace(${this.pick(["'a'", "'an'", "'.'", "' '"])}, "'b")`),
        () => this.count('trim', `${of('string')}.${this.pick(['trimStart', 'trimEnd'])}()`),
        () => this.count('case', `${of('string')}.${this.pick(['toUpperCase', 'toLowerCase'])}()`),
        () =>
          this.count(
            'slice',
            `name.${this.pick(['slice(0, 2)', 'slice(2)', 'slice(-3)', 'substring(4, 0)'])}`,
          ),
        () => this.count('slice', `\`\${${this.pick(['a', 'ok', 'b'])}}\`.${this.pick(cuts)}`),
        () =>
          this.count(
            'pad',
            `${of('string')}.${this.pick(["padStart(7, 'ab')", 'padEnd(5)', "padStart(2, '0')"])}`,
          ),
        () => this.count('repeat', `${of('string')}.repeat(${this.random.int(3)})`),
        () => this.count('split', `${of('string')}.split(${this.pick(["'a'", "'an'"])})[0]`),
        () => this.count('toISOString', `new Date(${this.pick(['a', 'b', '-b'])}).toISOString()`),
      ],
      boolean: [
        shared,
        () => `(${of('number')} ${this.pick(['<', '<=', '>', '>=', '===', '!=='])} ${of('number')})`,
        () => `(${of('string')} ${this.pick(['<', '<=', '>', '>=', '===', '!=='])} ${of('string')})`,
        () => `(${of('boolean')} ${this.pick(['&&', '||'])} ${of('boolean')})`,
        () => `(!${of('boolean')})`,
        () => {
          const name = this.pick(['startsWith', 'endsWith', 'includes']);
          return this.count(name, `${of('string')}.${name}(${this.leaf('string', [])})`);
        },
        () => this.call(['Number.isInteger', 'Number.isFinite', 'Number.isNaN'], of('number')),
        () => this.count('list', `[${this.leaf('string', [])}, 'b', 'é'].includes(${of('string')})`),
        () => this.count('list', `[0, 1, -2.5, 7, 1e300].includes(${of('number')})`),
      ],
    };
    return this.pick(made[type])();
  }

  private leaf(type: Type, numbers: readonly string[]): string {
    const constants: Readonly<Record<Type, readonly string[]>> = {
      number: ['0', '1', '2', '0.1', '-3', '1e300', '4294967296', '0.5'],
      string: ["'a'", "''", "'é'", "'\\u{1F600}'", "'it\\'s'", "'zz '"],
      boolean: ['true', 'false'],
    };
    const known = type === 'number' ? numbers : fields[type];
    return this.random.int(3) === 0 ? this.pick(constants[type]) : this.pick(known);
  }

  private call(names: readonly string[], args: string): string {
    const name = this.pick(names);
    return this.count(name, `${name}(${args}${name === 'parseInt' ? ', 10' : ''})`);
  }

  private math(names: readonly string[], args: string): string {
    const name = this.pick(names);
    return this.count(`Math.${name}`, `Math.${name}(${args})`);
  }

  private pick<Of>(from: readonly Of[]): Of {
    return from[this.random.int(from.length)]!;
  }

  private count(what: string, text: string): string {
    this.used.set(what, (this.used.get(what) ?? 0) + 1);
    return text;
  }
}

/** Records as lines of JSON, in the order of their times, with what is likely to differ somewhere. */
export function randomRecords(seed: number, count: number): string {
  const random = new IndexedRandom(seed);
  const pick = <Of>(from: readonly Of[]): Of => from[random.int(from.length)]!;
  const names = [
    'a',
    'b',
    'ab',
    'banana',
    ' a ',
    '',
    'é',
    'ÿ',
    '\uffee',
    '\u{1F600}',
    '\u{1F600}x',
    'it\'s "so"',
    '\u00a0z\u2003',
  ];
  const wholes = [0, 1, -1, 2, 7, -13, 2 ** 31 - 1, -(2 ** 31)];
  const numbers = [
    0, -0, 0.1, -0.5, 0.5, 1.5, -2.5, 2, 1e-300, 1e300, -1e17, 0.49999999999999994, 123456.789,
  ];
  let time = 0;
  return Array.from({ length: count }, (_, index) => {
    random.restart(index + 1);
    time += random.int(400);
    const x = random.int(2) === 0 ? pick(numbers) : (random.float() - 0.5) * 1000;
    const a = random.int(2) === 0 ? pick(wholes) : random.int(2000) - 1000;
    return `${JSON.stringify({ name: pick(names), a, b: time, x, ok: random.int(2) === 0 })}\n`;
  }).join('');
}
