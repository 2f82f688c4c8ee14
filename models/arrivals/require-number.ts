/** @throws RangeError naming the field unless the value is finite and at least `minimum`. */
export function requireAtLeast(field: string, value: number, minimum: number): void {
  if (!(value >= minimum && value < Infinity)) {
    throw new RangeError(`${field} must be finite and >= ${minimum}, got ${value}`)
  }
}

/** @throws RangeError naming the field unless the value is finite and above 0. */
export function requirePositive(field: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${field} must be finite and > 0, got ${value}`)
}

/** @throws RangeError naming the field unless the value is an integer that a double holds exactly, ≥ minimum. */
export function requireInteger(field: string, value: number, minimum = Number.MIN_SAFE_INTEGER): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    const range = minimum === Number.MIN_SAFE_INTEGER ? 'an integer' : `an integer >= ${minimum}`
    throw new RangeError(`${field} must be ${range}, got ${value}`)
  }
}
