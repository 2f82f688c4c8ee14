import { expect, it } from 'vitest'
import { hotLines, hottestLine } from './hot-lines.ts'
import { plantedProfiles, plantedSource } from './planted-profiles.fixture.ts'

const lineText = (line: number | null) => (line === null ? null : plantedSource.split('\n')[line - 1]?.trim())

it.each([
  ['json', 'parseCatalogue', 'const items = JSON.parse(text)'],
  ['regexp', 'isPlainName', 'return pattern.test(name)'],
  ['loop', 'scoreItems', 'score = (score * 1_103_515_245 + 12_345) % 2_147_483_648'],
] as const)('finds the line in a recorded profile: %s', (name, functionName, text) => {
  const lines = hotLines(plantedProfiles[name].profile)
  const [first] = lines.filter(({ frame }) => frame.functionName === functionName)
  expect(lineText(hottestLine(lines, first?.frame ?? { functionName, file: '', line: 0, column: 0 }))).toBe(
    text,
  )
})

const callFrame = { functionName: 'f', scriptId: '0', url: 'file:///a.ts', lineNumber: 9, columnNumber: 0 }
const profile = (positionTicks: ReadonlyArray<{ line: number; ticks: number }>) => ({
  nodes: [{ id: 1, callFrame, positionTicks }],
  startTime: 0,
  endTime: 100,
  samples: [1],
  timeDeltas: [0],
})

it('splits the time of a function by its ticks, and leaves out lines before it', () => {
  const lines = hotLines(
    profile([
      { line: 1, ticks: 50 },
      { line: 11, ticks: 1 },
      { line: 12, ticks: 3 },
    ]),
  )
  expect(lines.map(({ line, selfUs }) => [line, selfUs])).toEqual([
    [12, 75],
    [11, 25],
  ])
})

it('names no line where none has half of the time', () => {
  const lines = hotLines(profile([11, 12, 13].map((line) => ({ line, ticks: 1 }))))
  expect(hottestLine(lines, { functionName: 'f', file: '/a.ts', line: 10, column: 1 })).toBeNull()
})
