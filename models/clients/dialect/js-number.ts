/** A whole number or `Infinity` as a JavaScript literal, its thousands set apart by underscores. */
export function jsNumber(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, '_')
}
