import { readFile } from 'node:fs/promises'

/**
 * How many files the system lets a process open, by proc(5); `null` where that cannot be read, or there is no limit.
 *
 * @param procRoot the proc file system; another folder in tests
 */
export async function readOpenFilesLimit(pid: number, procRoot = '/proc'): Promise<number | null> {
  const text = await readFile(`${procRoot}/${pid}/limits`, 'utf8').catch(() => '')
  const soft = /^Max open files\s+(\d+)\s/m.exec(text)?.[1]
  return soft === undefined ? null : Number(soft)
}
