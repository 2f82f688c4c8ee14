import type { SystemFiles } from './system-files.ts'

/** A machine with these files, by path, and folders with so many entries. */
export function filesOf(
  texts: Readonly<Record<string, string>>,
  entries: Readonly<Record<string, number>> = {},
): SystemFiles {
  return {
    readText: (path) => texts[path] ?? null,
    countEntries: (path) => entries[path] ?? null,
  }
}
