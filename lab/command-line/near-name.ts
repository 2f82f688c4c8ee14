import { nearestName } from '../../models/scenario/nearest-name.ts'

/**
 * The name that was probably meant: one of the same letters, which two fingers have put in another order, else the
 * nearest one. `null` when none is near.
 */
export function nearName(written: string, names: readonly string[]): string | null {
  const letters = lettersOf(written)
  return names.find((name) => lettersOf(name) === letters) ?? nearestName(written, names)
}

function lettersOf(name: string): string {
  return name.toLowerCase().split('').toSorted().join('')
}
