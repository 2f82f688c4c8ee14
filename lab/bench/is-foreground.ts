import { readFileSync } from 'node:fs'

/**
 * Whether this process is of the group that its terminal listens to: one that is not would be stopped for changing the
 * terminal. Told by Linux in /proc/self/stat (proc(5): pgrp is field 5, tpgid field 8); elsewhere taken to be so.
 */
export function isForeground(stat: string | null = readStat()): boolean {
  if (stat === null) return true
  // The name, field 2, stands in parentheses and may hold anything.
  const [, , pgrp, , , tpgid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return pgrp === tpgid
}

function readStat(): string | null {
  try {
    return readFileSync('/proc/self/stat', 'utf8')
  } catch {
    return null
  }
}
