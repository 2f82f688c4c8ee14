import { describe, expect, it } from 'vitest'
import { parseCfsQuota, parseCgroups, parseCpuMax, readProcessors, readQuotaCores } from './processors.ts'
import { filesOf } from './system-files.fixture.ts'

describe('the CPU quota', () => {
  it('is read in the forms of both versions', () => {
    expect(parseCpuMax('150000 100000\n')).toBe(1.5)
    expect(parseCpuMax('max 100000\n')).toBeNull()
    expect(parseCpuMax('')).toBeNull()
    expect(parseCfsQuota('50000\n', '100000\n')).toBe(0.5)
    expect(parseCfsQuota('-1\n', '100000\n')).toBeNull()
    expect(parseCfsQuota('50000', '0')).toBeNull()
  })

  it('is looked for in the groups that the process is in', () => {
    const hybrid = '4:memory:/a\n1:cpu,cpuacct:/docker/0af\n0::/system.slice/x:y.service\n'
    expect(parseCgroups(hybrid)).toEqual({ unified: '/system.slice/x:y.service', cpu: '/docker/0af' })
    expect(parseCgroups('3:cpuset:/\n2:cpuacct:/\n')).toEqual({ unified: null, cpu: null })
  })

  it('is the smallest of the group and those above it', () => {
    const group = '0::/kubepods/pod1/container\n'
    const under = '/sys/fs/cgroup/kubepods'
    const files = {
      '/proc/self/cgroup': group,
      [`${under}/pod1/container/cpu.max`]: '400000 100000',
      [`${under}/pod1/cpu.max`]: '250000 100000',
      [`${under}/cpu.max`]: 'max 100000',
    }
    expect(readQuotaCores(filesOf(files))).toBe(2.5)
    expect(readQuotaCores(filesOf({ ...files, '/sys/fs/cgroup/cpu.max': '100000 100000' }))).toBe(1)
  })

  it("is found at the root where a container does not see the host's path", () => {
    const files = {
      '/proc/self/cgroup': '1:cpu:/docker/0af\n0::/../outside\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    }
    expect(readQuotaCores(filesOf(files))).toBe(2)
  })

  it('is not known where there are no control groups', () => {
    expect(readQuotaCores(filesOf({}))).toBeNull()
    expect(readProcessors(filesOf({}))).toMatchObject({ quotaCores: null })
    expect(readProcessors(filesOf({})).cores).toBeGreaterThanOrEqual(1)
  })
})
