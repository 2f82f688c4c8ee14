/** A figure and what it ought to be. */
export interface Goal {
  readonly what: string
  readonly found: string
  readonly met: boolean
}

export function goalText({ what, found, met }: Goal): string {
  return `${met ? 'met   ' : 'MISSED'}  ${what}: ${found}`
}

export function atLeast(what: string, ratio: number, least: number): Goal {
  return { what: `${what} ≥ ${least}`, found: ratio.toFixed(2), met: ratio >= least }
}

/** @param unit of value and limit */
export function atMost(what: string, value: number, most: number, unit: string): Goal {
  return { what: `${what} ≤ ${most} ${unit}`, found: `${value.toFixed(3)} ${unit}`, met: value <= most }
}
