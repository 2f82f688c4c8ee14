const DEEPEST = 64

/** Whether JSON can hold a value as it is: no undefined, NaN, functions or class instances, and no cycles. */
export function isJsonValue(value: unknown): boolean {
  return isJsonAt(value, 0)
}

function isJsonAt(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth >= DEEPEST) return false
  if (Array.isArray(value)) return value.every((item) => isJsonAt(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === null || prototype === Object.prototype
  return isPlain && Object.values(value).every((item) => isJsonAt(item, depth + 1))
}
