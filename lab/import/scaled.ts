/**
 * A decimal that was printed, in another unit: 2.01 s are 2010 ms, and not 2009.9999999999998.
 *
 * @returns value × factor, to 12 significant digits
 */
export function scaled(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12))
}
