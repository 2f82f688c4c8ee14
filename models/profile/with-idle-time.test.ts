import { expect, it } from 'vitest'
import type { CpuProfile } from './cpu-profile.ts'
import { fromCpuProfile } from './from-cpu-profile.ts'
import { plantedProfiles } from './planted-profiles.fixture.ts'
import { withIdleTime } from './with-idle-time.ts'

/** Two milliseconds of work at a time, 40 ms apart, as JavaScriptCore tells it. */
const pauses: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frameOf('(root)', ''), children: [2] },
    { id: 2, callFrame: frameOf('answer', '/srv/app/server.js') },
  ],
  startTime: 1_000_000,
  endTime: 1_123_000,
  samples: [2, 2, 2, 2],
  timeDeltas: [20_000, 1000, 40_000, 2000],
}

function frameOf(functionName: string, url: string) {
  return { functionName, scriptId: '1', url, lineNumber: 4, columnNumber: 1 }
}

function usByFunction(profile: CpuProfile): Record<string, number> {
  const { frames, samples } = fromCpuProfile(profile)
  return Object.fromEntries(
    samples.map(({ stack: [top = 0], value }) => [frames[top]?.functionName ?? '', value]),
  )
}

it('puts pauses down to nobody where the engine does not tell idle time', () => {
  expect(usByFunction(pauses)).toEqual({ answer: 103_000 })
  expect(usByFunction(withIdleTime(pauses))).toEqual({ answer: 1000 + 5000 + 2000 + 5000, '(idle)': 90_000 })
})

it('goes by the interval that the profile was taken with', () => {
  expect(usByFunction(withIdleTime(pauses, 10_000))).toEqual({
    answer: 1000 + 40_000 + 2000 + 50_000,
    '(idle)': 10_000,
  })
})

it('leaves profiles alone that tell idle time, or no time at all', () => {
  const { profile } = plantedProfiles.crypto
  expect(withIdleTime(profile)).toBe(profile)
  const { timeDeltas: _, ...untimed } = pauses
  expect(withIdleTime(untimed)).toBe(untimed)
  expect(withIdleTime({ ...pauses, samples: [], timeDeltas: [] }).samples).toEqual([])
})
