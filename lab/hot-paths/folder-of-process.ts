import { readlink } from 'node:fs/promises'

/** The folder that a process works in, by proc(5); where that is not known, that of this process. */
export async function folderOfProcess(pid: number | null): Promise<string> {
  if (pid === null) return process.cwd()
  return readlink(`/proc/${pid}/cwd`).catch(() => process.cwd())
}
