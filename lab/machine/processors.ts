import { availableParallelism } from 'node:os'
import { type SystemFiles, systemFiles } from './system-files.ts'

export interface Processors {
  /** Cores that this process may run on. */
  readonly cores: number
  /** CPU seconds it may use in each second, by its control groups; `null` for no limit, or where it is not known. */
  readonly quotaCores: number | null
}

export function readProcessors(files: SystemFiles = systemFiles): Processors {
  return { cores: availableParallelism(), quotaCores: readQuotaCores(files) }
}

/**
 * The smallest CPU quota of this process's control group and all above it, in cores. A container may see its own group
 * as the root (a cgroup namespace) or under the path that the host has for it, so folders that are not there are passed
 * over. Files: cgroups(7), and "CPU" in the kernel's cgroup-v2 documentation.
 */
export function readQuotaCores(files: SystemFiles): number | null {
  const groups = parseCgroups(files.readText('/proc/self/cgroup') ?? '')
  const quotas = [
    ...foldersOf(V2_MOUNTS, groups.unified).map((folder) =>
      parseCpuMax(files.readText(`${folder}/cpu.max`) ?? ''),
    ),
    ...foldersOf(V1_MOUNTS, groups.cpu).map((folder) =>
      parseCfsQuota(
        files.readText(`${folder}/cpu.cfs_quota_us`) ?? '',
        files.readText(`${folder}/cpu.cfs_period_us`) ?? '',
      ),
    ),
  ].filter((quota) => quota !== null)
  return quotas.length === 0 ? null : Math.min(...quotas)
}

const V2_MOUNTS = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']
const V1_MOUNTS = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup/cpu,cpuacct']

export interface Cgroups {
  /** Path in the hierarchy of version 2, or `null`. */
  readonly unified: string | null
  /** Path in the CPU hierarchy of version 1, or `null`. */
  readonly cpu: string | null
}

/** Reads /proc/PID/cgroup: lines of `hierarchy:controllers:path`, with no controllers for version 2. */
export function parseCgroups(text: string): Cgroups {
  let unified: string | null = null
  let cpu: string | null = null
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined) continue
    if (controllers === '') unified = path
    else if (controllers.split(',').includes('cpu')) cpu = path
  }
  return { unified, cpu }
}

/** @param text `max 100000` or `150000 100000`: quota and period in µs @returns cores, or `null` */
export function parseCpuMax(text: string): number | null {
  const [quota = '', period = ''] = text.trim().split(/\s+/)
  return coresOf(quota, period)
}

/** @param quota µs in each period; −1 for no limit @returns cores, or `null` */
export function parseCfsQuota(quota: string, period: string): number | null {
  return coresOf(quota.trim(), period.trim())
}

function coresOf(quota: string, period: string): number | null {
  if (!/^\d+$/.test(quota) || !/^\d+$/.test(period)) return null
  const cores = Number(quota) / Number(period)
  return cores > 0 && Number.isFinite(cores) ? cores : null
}

/** The folder of a group and those of all groups above it, under each mount. */
function foldersOf(mounts: readonly string[], path: string | null): readonly string[] {
  if (path === null) return []
  const names = path.split('/').filter((name) => name !== '' && name !== '..')
  const paths = Array.from({ length: names.length + 1 }, (_, depth) =>
    names
      .slice(0, depth)
      .map((name) => `/${name}`)
      .join(''),
  )
  return mounts.flatMap((mount) => paths.map((each) => mount + each))
}
