import { type SystemFiles, systemFiles } from './system-files.ts'

/**
 * Physical cores among the processors that this process may run on: two hardware threads of one core count once.
 * From "physical id" and "core id" of /proc/cpuinfo (proc(5)), or where that has none, as on ARM, from the topology in
 * /sys (the kernel's cputopology documentation).
 *
 * @returns `null` where the system does not tell, as a virtual machine may not
 */
export function readPhysicalCores(files: SystemFiles = systemFiles): number | null {
  const allowed = parseCpuList(statusLine(files, 'Cpus_allowed_list'))
  const processors = parseCpuinfo(files.readText('/proc/cpuinfo') ?? '').filter(
    ({ processor }) => allowed === null || allowed.has(processor),
  )
  const cores = processors.map(({ processor, core }) => core ?? coreInSys(files, processor))
  return cores.length === 0 || cores.includes(null) ? null : new Set(cores).size
}

export interface ListedProcessor {
  readonly processor: number
  /** Socket and core, as one text; `null` where they are not told. */
  readonly core: string | null
}

/** Reads /proc/cpuinfo: one paragraph of `name : value` lines for each processor. */
export function parseCpuinfo(text: string): readonly ListedProcessor[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const processor = fieldOf(paragraph, 'processor')
    if (processor === null) return []
    const socket = fieldOf(paragraph, 'physical id')
    const core = fieldOf(paragraph, 'core id')
    return [{ processor, core: socket === null || core === null ? null : `${socket}:${core}` }]
  })
}

/** @param text e.g. `0-3,8`; `null` @returns `null` when it is no such list */
export function parseCpuList(text: string | null): ReadonlySet<number> | null {
  if (text === null || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text.trim())) return null
  const numbers = text.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  })
  return new Set(numbers)
}

function fieldOf(paragraph: string, name: string): number | null {
  const [, value] = new RegExp(`^${name}\\s*:\\s*(\\d+)\\s*$`, 'm').exec(paragraph) ?? []
  return value === undefined ? null : Number(value)
}

function statusLine(files: SystemFiles, name: string): string | null {
  const status = files.readText('/proc/self/status') ?? ''
  return new RegExp(`^${name}:\\s*(\\S+)\\s*$`, 'm').exec(status)?.[1] ?? null
}

function coreInSys(files: SystemFiles, processor: number): string | null {
  const read = (name: string) =>
    files.readText(`/sys/devices/system/cpu/cpu${processor}/topology/${name}`)?.trim()
  const socket = read('physical_package_id')
  const core = read('core_id')
  return socket === undefined || core === undefined ? null : `${socket}:${core}`
}
