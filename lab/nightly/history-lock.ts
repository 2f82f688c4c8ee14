import { makeFolder } from '../make-folder.ts'
import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { HistoryError } from './history-error.ts'

/** Who holds a lock. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, in ticks since the system did; `null` where the system does not tell. */
  readonly processStart: string | null
  /** ISO 8601, UTC. */
  readonly since: string
}

export const LOCK_NAME = 'lock'

/**
 * Keeps a second nightly off a history: two would disturb each other's measurements. A lock that a process of this
 * machine has left behind is taken over.
 *
 * @returns gives the lock back
 * @throws HistoryError when another nightly has it, or it cannot be made
 */
export async function lockHistory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, LOCK_NAME)
  const own = JSON.stringify(await describeOwn())
  try {
    await makeFolder(directory)
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (await place(path, own)) return () => rm(path, { force: true })
      await takeAwayIfStale(path)
    }
  } catch (error) {
    if (error instanceof HistoryError) throw error
    throw new HistoryError(
      `${directory} cannot be locked: ${(error as Error).message}; name a folder that can be written with --history`,
    )
  }
  throw new HistoryError(`${path} is taken by others again and again: try once more`)
}

const MOST_ATTEMPTS = 5

/** Whole or not at all. @returns whether it was free */
async function place(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  await writeFile(temporary, text, { flag: 'wx' })
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** @throws HistoryError when its holder runs, or may run */
async function takeAwayIfStale(path: string): Promise<void> {
  const text = await readOrNull(path)
  if (text === null) return
  const holder = parseHolder(text)
  if (holder === null)
    throw new HistoryError(`${path} is not a lock of kneepoint: remove it if no nightly runs`)
  if (!(await isStale(holder))) {
    throw new HistoryError(
      `${path}: another nightly has been at this history since ${holder.since} (process ${holder.pid} on ` +
        `${holder.host}); wait for it, keep another history with --history, or remove the file if it is gone`,
    )
  }
  const aside = `${path}.${randomBytes(4).toString('hex')}.stale`
  await rename(path, aside).catch(ignoreMissing)
  // Another process may have been quicker, and what was moved is its own lock.
  const moved = await readOrNull(aside)
  if (moved !== null && moved !== text) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, host, processStart = null, since } = Object(JSON.parse(text)) as Partial<Holder>
    if (!Number.isInteger(pid) || typeof host !== 'string' || typeof since !== 'string') return null
    return { pid: pid as number, host, processStart, since }
  } catch {
    return null
  }
}

/** Whether the holder was a process of this machine that has ended, even if its number was given to another since. */
async function isStale({ pid, host, processStart }: Holder): Promise<boolean> {
  if (host !== hostname()) return false
  if (!isAlive(pid)) return true
  const start = await processStartOf(pid)
  return start !== null && processStart !== null && start !== processStart
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function describeOwn(): Promise<Holder> {
  const { pid } = process
  return { pid, host: hostname(), processStart: await processStartOf(pid), since: new Date().toISOString() }
}

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)), counted from behind the name, which may hold anything. */
async function processStartOf(pid: number): Promise<string | null> {
  const stat = await readOrNull(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

async function readOrNull(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
