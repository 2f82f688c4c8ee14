import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import type { SourceOf } from '../../models/diagnosis/source-excerpt.ts'

const MOST_BYTES = 2 ** 20
const CODE = /\.[cm]?[jt]sx?$/

/**
 * Reads JavaScript and TypeScript by the names that profiles of this machine give; whatever else they name, and what is
 * larger than 1 MiB, is not read.
 *
 * @param root that relative names are relative to
 */
export function createSourceReader(root: string): SourceOf {
  const known = new Map<string, string | null>()
  return (file) => {
    const path = isAbsolute(file) ? file : resolve(root, file)
    const text = known.has(path) ? (known.get(path) ?? null) : textOf(path)
    known.set(path, text)
    return text
  }
}

function textOf(path: string): string | null {
  if (!CODE.test(path)) return null
  try {
    const stats = statSync(path)
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(path, 'utf8') : null
  } catch {
    return null
  }
}
