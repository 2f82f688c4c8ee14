import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { isJavascript, openProbePlace, probeObstacle, withProbe } from './command-probe.ts'

const PLACE = { env: { KNEEPOINT_PROBE_READY: '/tmp/probe.json' } }

test('knows a JavaScript runtime, what starts one, and scripts for one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kneepoint-test-'))
  writeFileSync(join(folder, 'start'), '#!/usr/bin/env node\n')
  writeFileSync(join(folder, 'serve'), '#!/usr/bin/env python3\n# node\n')
  for (const program of ['node', '/usr/bin/node', 'node22', 'npm', 'npx', 'tsx', 'bun', 'deno', './start']) {
    expect(isJavascript([program, 'server'], folder), program).toBe(true)
  }
  for (const program of ['python3', 'sh', './serve', './nowhere', 'nodejs-like']) {
    expect(isJavascript([program, 'node'], folder), program).toBe(false)
  }
  rmSync(folder, { recursive: true })
})

test('puts the probe after the options that are there', () => {
  const run = {
    command: ['npm', 'start'],
    cwd: '/',
    env: { NODE_OPTIONS: '--max-old-space-size=64' },
  } as const
  const { command, env } = withProbe(run, PLACE)
  expect(command).toEqual(['npm', 'start'])
  expect(env['NODE_OPTIONS']).toMatch(/^--max-old-space-size=64 --import=\S+$/)
  expect(env['BUN_OPTIONS']).toMatch(/^--preload=\/.*probe\.[jt]s$/)
  expect(env['KNEEPOINT_PROBE_READY']).toBe('/tmp/probe.json')
})

test('Deno gets it by a flag, where it may do what it has to', () => {
  const run = { command: ['deno', 'run', '-RA', 'server.ts'], cwd: '/', env: {} } as const
  expect(withProbe(run, PLACE).command).toEqual([
    'deno',
    'run',
    expect.stringMatching(/^--preload=file:.*probe\.[jt]s$/),
    '-RA',
    'server.ts',
  ])
  expect(probeObstacle(run.command)).toBeNull()
  expect(probeObstacle(['deno', 'serve', '--allow-all', 'server.ts'])).toBeNull()
  expect(probeObstacle(['deno', 'run', '--allow-net', 'server.ts'])).toContain('--allow-all')
  expect(probeObstacle(['deno', 'task', 'dev'])).toContain('deno run')
  expect(probeObstacle(['node', 'server.js'])).toBeNull()
})

test('a probe reports to a file that only this user can reach, and that does not stay', async () => {
  const place = await openProbePlace()
  const file = place.env['KNEEPOINT_PROBE_READY'] ?? ''
  expect((await stat(dirname(file))).mode & 0o777).toBe(0o700)
  const never = new AbortController().signal
  expect(await place.report(0, never)).toBeNull()
  const ready = { pid: 7, port: 4000, token: 'a token of the probe' }
  writeFileSync(file, JSON.stringify(ready))
  expect(await place.report(0, never)).toEqual(ready)
  await place.remove()
  await expect(stat(dirname(file))).rejects.toThrow('ENOENT')
})
