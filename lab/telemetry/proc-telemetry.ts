import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

const USUAL_TICKS_PER_SECOND = 100

/**
 * What the kernel knows about any process of this machine, by proc(5): resident memory, open file descriptors (of
 * processes of the same user) and CPU time.
 *
 * @param procRoot the proc file system; another folder in tests
 * @throws TelemetryError when there is no /proc here, or no such process
 */
export async function createProcTelemetry(pid: number, procRoot = '/proc'): Promise<TargetTelemetry> {
  if (!(await exists(`${procRoot}/self/stat`))) {
    throw new TelemetryError(`process ${pid} cannot be observed: this system has no ${procRoot} (Linux has)`)
  }
  const folder = `${procRoot}/${pid}`
  const ticksPerSecond = await clockTicksPerSecond()
  const telemetry: TargetTelemetry = {
    source: `process ${pid}`,
    async sample() {
      const [stat, status] = await readBoth(folder, pid)
      const { state, cpuTicks } = parseProcStat(stat)
      if (state === 'Z' || state === 'X') throw gone(pid)
      return {
        ...UNKNOWN_SAMPLE,
        atEpochMs: Date.now(),
        rssBytes: parseRssBytes(status),
        openFileDescriptors: await countFileDescriptors(folder),
        cpuSeconds: cpuTicks / ticksPerSecond,
      }
    },
    close() {},
  }
  await telemetry.sample()
  return telemetry
}

/**
 * State, and user plus system time, of a /proc/PID/stat line: fields 3, 14 and 15. The second field is the command
 * in parentheses and may itself hold spaces and parentheses, so fields are counted from the last one.
 *
 * @throws TelemetryError when the line is not of that form
 */
export function parseProcStat(line: string): { readonly state: string; readonly cpuTicks: number } {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [state = ''] = fields
  const cpuTicks = Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN)
  if (!Number.isFinite(cpuTicks)) throw new TelemetryError(`not a line of /proc/PID/stat: ${line.trim()}`)
  return { state, cpuTicks }
}

/** `VmRSS` of a /proc/PID/status text, or null where there is none, as for kernel threads. */
export function parseRssBytes(status: string): number | null {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kibibytes === undefined ? null : Number(kibibytes) * 1024
}

async function readBoth(folder: string, pid: number): Promise<[string, string]> {
  try {
    return await Promise.all([readFile(`${folder}/stat`, 'utf8'), readFile(`${folder}/status`, 'utf8')])
  } catch (error) {
    throw gone(pid, error)
  }
}

function gone(pid: number, cause?: unknown): TelemetryError {
  return new TelemetryError(`process ${pid} does not run (any more)`, { cause })
}

async function countFileDescriptors(folder: string): Promise<number | null> {
  try {
    return (await readdir(`${folder}/fd`)).length
  } catch {
    return null
  }
}

async function clockTicksPerSecond(): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)('getconf', ['CLK_TCK'], { timeout: 1_000 })
    const ticks = Number(stdout.trim())
    return Number.isInteger(ticks) && ticks > 0 ? ticks : USUAL_TICKS_PER_SECOND
  } catch {
    return USUAL_TICKS_PER_SECOND
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await readFile(path)
    return true
  } catch {
    return false
  }
}
