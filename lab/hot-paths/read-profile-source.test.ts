import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { HostNotAllowed } from '../allowed-host.ts'
import { UsageError } from '../usage-error.ts'
import { kindOfSource } from './hot-path-source.ts'
import { readProfileSource, withNamedSource } from './read-profile-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nothing = { probe: null, pprof: null, pid: null, telemetry: null, allow: [] }

function fileWith(text: string): string {
  const file = join(folder, 'probe.json')
  writeFileSync(file, text)
  return file
}

it("takes the URL of Go's profiles, of this machine or an allowed one", async () => {
  const url = 'http://127.0.0.1:6060/debug/pprof'
  expect(await readProfileSource(url, [])).toEqual({ pprof: url })
  const other = 'http://db.internal:6060/debug/pprof'
  await expect(readProfileSource(other, [])).rejects.toThrow(HostNotAllowed)
  expect(await readProfileSource(other, ['db.internal'])).toEqual({ pprof: other })
})

it('takes the file that a probe wrote, and then its figures as well', async () => {
  const named = await readProfileSource(fileWith('{"pid":12,"port":4711,"token":"abcdefghijklmnop"}'), [])
  const source = withNamedSource({ ...nothing, pprof: 'http://127.0.0.1/debug/pprof' }, named)
  expect(source).toMatchObject({ pid: 12, probe: { adminUrl: 'http://127.0.0.1:4711' } })
  expect(source.telemetry?.source).toBe('http://127.0.0.1:4711/stats')
  expect(kindOfSource(source)).toBe('probe')
})

it.each([
  '',
  '[]',
  'null',
  '{"pid":1,"port":0,"token":"x"}',
  '{"pid":"1","port":80,"token":"x"}',
  'export default {}',
])('refuses a file with %s', async (text) => {
  const reading = readProfileSource(fileWith(text), [])
  await expect(reading).rejects.toThrow(UsageError)
  await expect(reading).rejects.toThrow('KNEEPOINT_PROBE_READY')
})

it('says which file is not there', async () => {
  await expect(readProfileSource(join(folder, 'gone.json'), [])).rejects.toThrow('gone.json')
})

it.each([
  [{}, 'none'],
  [{ pprof: 'http://127.0.0.1/debug/pprof' }, 'pprof'],
  [{ telemetry: { source: 'process 1' } as never }, 'figures'],
])('knows what %j can give', (has, kind) => {
  expect(kindOfSource({ ...nothing, ...has })).toBe(kind)
})
