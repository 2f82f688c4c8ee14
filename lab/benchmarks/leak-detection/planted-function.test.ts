import { describe, expect, it } from 'vitest'
import { leakingTraps } from '../../../models/scenario/targets/trap-target.ts'
import { findPlantedFunction, isPlanted, plantedIn } from './planted-function.ts'

const source = `const kept = []

function other() {
  return kept.length
}

async function keep(entry) {
  kept.push(entry) // leaks: nothing takes it out
}
`

describe('plantedIn', () => {
  it('is the function with the line that is marked', () => {
    expect(plantedIn('/trap.ts', source)).toEqual({
      file: '/trap.ts',
      name: 'keep',
      line: 7,
      leakingLine: 8,
    })
  })

  it('has to be marked once, within a function', () => {
    expect(() => plantedIn('/trap.ts', 'const kept = []\n')).toThrow('/trap.ts has 0 lines that are marked')
    expect(() => plantedIn('/trap.ts', source + source)).toThrow('has 2 lines that are marked')
    expect(() =>
      plantedIn('/trap.ts', `${source.replace(' // leaks: ', ' ')}\nkept.push(1) // leaks: here\n`),
    ).toThrow('/trap.ts:11 is in no function of the module')
  })
})

describe('findPlantedFunction', () => {
  it.each(leakingTraps)('finds that of %s', (trap) => {
    const { file, line, leakingLine } = findPlantedFunction(trap)
    expect(file).toMatch(new RegExp(`/${trap}\\.ts$`))
    expect(leakingLine).toBeGreaterThan(line)
  })
})

describe('isPlanted', () => {
  const planted = plantedIn('/trap.ts', source)

  it('takes that function alone, in that file', () => {
    expect(isPlanted(planted, { functionName: 'keep', file: '/trap.ts', line: 7 })).toBe(true)
    expect(isPlanted(planted, { functionName: 'other', file: '/trap.ts', line: 3 })).toBe(false)
    expect(isPlanted(planted, { functionName: 'keep', file: '/another.ts', line: 7 })).toBe(false)
    expect(isPlanted(planted, { functionName: 'keep', file: '/trap.ts', line: 6 })).toBe(false)
    expect(isPlanted(planted, undefined)).toBe(false)
  })
})
