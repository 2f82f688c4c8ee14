import { describe, expect, it } from 'vitest'
import { parseCpuinfo, parseCpuList, readPhysicalCores } from './physical-cores.ts'
import { filesOf } from './system-files.fixture.ts'

/** Two sockets of two cores with two threads each. */
const cpuinfo = Array.from({ length: 8 }, (_, i) =>
  [`processor\t: ${i}`, `physical id\t: ${i % 2}`, `core id\t\t: ${(i >> 1) % 2}`, 'cpu cores\t: 2'].join(
    '\n',
  ),
).join('\n\n')

describe('the physical cores', () => {
  it('count hardware threads of one core once', () => {
    expect(parseCpuinfo(cpuinfo)[5]).toEqual({ processor: 5, core: '1:0' })
    expect(readPhysicalCores(filesOf({ '/proc/cpuinfo': `${cpuinfo}\n\n` }))).toBe(4)
  })

  it('are those that the process may run on', () => {
    const files = (list: string) =>
      filesOf({ '/proc/cpuinfo': cpuinfo, '/proc/self/status': `Threads:\t1\nCpus_allowed_list:\t${list}\n` })
    expect(readPhysicalCores(files('0,4'))).toBe(1)
    expect(readPhysicalCores(files('0-2'))).toBe(3)
  })

  it('are told by /sys where /proc/cpuinfo does not', () => {
    const topology = '/sys/devices/system/cpu'
    const files = {
      '/proc/cpuinfo': 'processor\t: 0\nBogoMIPS\t: 243.75\n\nprocessor\t: 1\n',
      [`${topology}/cpu0/topology/physical_package_id`]: '0\n',
      [`${topology}/cpu0/topology/core_id`]: '0\n',
      [`${topology}/cpu1/topology/physical_package_id`]: '0\n',
      [`${topology}/cpu1/topology/core_id`]: '1\n',
    }
    expect(readPhysicalCores(filesOf(files))).toBe(2)
  })

  it('are not known where nothing tells', () => {
    expect(readPhysicalCores(filesOf({}))).toBeNull()
    expect(readPhysicalCores(filesOf({ '/proc/cpuinfo': 'processor\t: 0\n' }))).toBeNull()
  })

  it('are read from lists of processors', () => {
    expect([...(parseCpuList('0-2,5') ?? [])]).toEqual([0, 1, 2, 5])
    expect(parseCpuList('')).toBeNull()
    expect(parseCpuList(null)).toBeNull()
  })
})
