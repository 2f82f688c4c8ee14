import { SourceMap } from 'node:module'
import { expect, test } from 'vitest'
import { SourceFrames } from './source-frames.ts'

/** Line 2, column 5 of the compiled file, from 1, is line 8, column 3 of the source. */
const MAP = new SourceMap({
  file: 'server.js',
  version: 3,
  sources: ['file:///srv/src/server.ts'],
  sourcesContent: [],
  names: [],
  mappings: ';IAOE',
  sourceRoot: '',
})

const frame = (url: string, lineNumber = 1, columnNumber = 9) => ({
  functionName: 'handle',
  scriptId: '7',
  url,
  lineNumber,
  columnNumber,
})

test('puts a frame where its source is, whether the map is kept by URL or by path', () => {
  const kept = new Set(['file:///srv/dist/server.js', '/srv/dist/common.cjs'])
  const frames = new SourceFrames((file) => (kept.has(file) ? MAP : undefined))
  const source = { ...frame('file:///srv/src/server.ts', 7, 2) }
  expect(frames.toSource(frame('file:///srv/dist/server.js'))).toEqual(source)
  expect(frames.toSource(frame('file:///srv/dist/common.cjs'))).toEqual(source)
  expect(frames.toSource(frame('/srv/dist/common.cjs'))).toEqual(source)
  expect(frames.toSource(frame('/srv/dist/server.js'))).toEqual(source)
})

test('leaves a frame as it is where there is no map, or a place before all that the map knows', () => {
  const frames = new SourceFrames((file) => (file === 'file:///srv/dist/server.js' ? MAP : undefined))
  for (const unmapped of [
    frame('file:///srv/dist/other.js'),
    frame('node:internal/timers'),
    frame(''),
    frame('file://%'),
    frame('file:///srv/dist/server.js', 0, 0),
  ]) {
    expect(frames.toSource(unmapped)).toBe(unmapped)
  }
})
