import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process of the group runs; those that have ended and that nobody asked for do not count on Linux. */
export function groupRuns(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch (error) {
    // What may not be signalled runs as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const members = membersOfGroup(group)
  return members === null || members.length > 0
}

/** Sends a signal to every process of the group, if there are any. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // None is left, or all run as somebody else.
  }
}

/** The running processes of a group, in ascending order; `null` where the system has no /proc. */
export function membersOfGroup(group: number): readonly number[] | null {
  let pids: number[]
  try {
    pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return null
  }
  // A system with an empty /proc has none either.
  if (pids.length === 0) return null
  return pids.filter((pid) => isRunningMember(pid, group)).toSorted((a, b) => a - b)
}

/** By fields 3 (state) and 5 (process group) of proc(5)'s stat, counted from the end of the command's name. */
function isRunningMember(pid: number, group: number): boolean {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, , groupOfIt] = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return Number(groupOfIt) === group && state !== 'Z' && state !== 'X'
  } catch {
    return false
  }
}
