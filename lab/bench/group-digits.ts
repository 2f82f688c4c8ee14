/** A number with commas between thousands, and so many decimals: `19,998.2`. */
export function groupDigits(value: number, decimals = 0): string {
  const [whole = '', ...fraction] = value.toFixed(decimals).split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.')
}
