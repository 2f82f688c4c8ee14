import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createProcTelemetry, parseProcStat, parseRssBytes } from './proc-telemetry.ts'
import { TelemetryError } from './target-telemetry.ts'

const hasProc = existsSync('/proc/self/stat')

test('counts the fields of a stat line from the end of the command, whatever that holds', () => {
  const line = '4711 (a) b (c) S 1 4711 4711 0 -1 4194560 25 0 0 0 12 34 56 78 20 0 1 0 100 1000 200\n'
  expect(parseProcStat(line)).toEqual({ state: 'S', cpuTicks: 46 })
  expect(() => parseProcStat('nonsense')).toThrow(TelemetryError)
})

test('reads the resident size from a status text; kernel threads have none', () => {
  expect(parseRssBytes('Name:\tnode\nVmPeak:\t   99 kB\nVmRSS:\t    12 kB\n')).toBe(12_288)
  expect(parseRssBytes('Name:\tkthreadd\n')).toBeNull()
})

test('says so where there is no proc file system', async () => {
  await expect(createProcTelemetry(process.pid, '/no/such/proc')).rejects.toThrow(
    'this system has no /no/such/proc',
  )
})

test.skipIf(!hasProc)('observes this process', async () => {
  const telemetry = await createProcTelemetry(process.pid)
  const sample = await telemetry.sample()
  expect(sample.rssBytes).toBeGreaterThan(1_000_000)
  expect(sample.openFileDescriptors).toBeGreaterThan(2)
  expect(sample.cpuSeconds).toBeGreaterThan(0)
  expect([sample.gc, sample.heapUsedBytes, sample.requestsReceived]).toEqual([null, null, null])
  telemetry.close()
})

test.skipIf(!hasProc)('says so when the process is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  const telemetry = await createProcTelemetry(pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await expect(telemetry.sample()).rejects.toThrow(`process ${pid} does not run (any more)`)
  await expect(createProcTelemetry(pid)).rejects.toThrow(TelemetryError)
})
