import { readFileSync } from 'node:fs'
import { ENTRY_POINTS } from './entry-points.ts'

/** Of this package, e.g. `0.1.0`. */
export function readVersion(): string {
  const text = readFileSync(ENTRY_POINTS.manifest, 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
