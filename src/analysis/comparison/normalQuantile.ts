/** Coefficients from the constant term up. */
type Polynomial = readonly number[];

const center: { readonly over: Polynomial; readonly under: Polynomial } = {
  over: [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
  under: [1, 17.895169469, 78.757757664, 67.1875636],
};
const nearTail: typeof center = {
  over: [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  under: [1, 0.7370016425, 0.12021132975],
};
const farTail: typeof center = {
  over: [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
  under: [1, 0.24197894225, 0.012258202635],
};

/**
 * The quantile of the standard normal distribution, to seven digits: Wichura, *Algorithm AS 241: The Percentage Points of the
 * Normal Distribution*, Applied Statistics 37 (1988), its function PPND7.
 *
 * @param p above 0 and below 1
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(center, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? ratio(nearTail, r - 1.6) : ratio(farTail, r - 5);
  return q < 0 ? -tail : tail;
}

function ratio({ over, under }: typeof center, x: number): number {
  return at(over, x) / at(under, x);
}

function at(polynomial: Polynomial, x: number): number {
  return polynomial.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
