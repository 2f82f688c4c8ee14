import { readdirSync, readFileSync } from 'node:fs'

/** The files in which Linux tells about itself. `null` for what is not there or may not be read. */
export interface SystemFiles {
  readText(path: string): string | null
  /** How many entries a folder has. */
  countEntries(path: string): number | null
}

/** Those of the machine that this runs on; elsewhere than on Linux there are none. */
export const systemFiles: SystemFiles = {
  readText(path) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return null
    }
  },
  countEntries(path) {
    try {
      return readdirSync(path).length
    } catch {
      return null
    }
  },
}
