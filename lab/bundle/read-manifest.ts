import { readFileSync } from 'node:fs'
import { ENTRY_POINTS } from '../entry-points.ts'

/** What package.json says of packages, by name. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(ENTRY_POINTS.manifest, 'utf8')) as Manifest
}
