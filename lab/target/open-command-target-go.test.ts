import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import type { OpenTarget } from '../open-target.ts'
import { fetchGoProfile } from '../telemetry/go-pprof.ts'
import { openAlone } from './open-command-target.fixture.ts'

const hasGo = spawnSync('go', ['version']).status === 0
const SECONDS = 1

const SERVER = `package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"
)

var kept [][]byte

//go:noinline
func burnCycles(rounds int) uint32 {
	sum := uint32(2166136261)
	for i := 0; i < rounds; i++ {
		sum = (sum ^ uint32(i)) * 16777619
	}
	return sum
}

//go:noinline
func keepForever(bytes int) {
	kept = append(kept, make([]byte, bytes))
}

func main() {
	http.HandleFunc("/burn", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, burnCycles(5_000_000)) })
	http.HandleFunc("/keep", func(w http.ResponseWriter, r *http.Request) { keepForever(16 << 20) })
	http.HandleFunc("/leak", func(w http.ResponseWriter, r *http.Request) { go func() { select {} }() })
	http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)
}
`

/** The function that spends the most by itself, as `function file:line`. */
function topOf({ frames, samples }: StackProfile): string {
  const spent = new Map<string, number>()
  for (const { stack, value } of samples) {
    const frame = frames[stack[0] ?? -1]
    if (frame === undefined) continue
    const name = `${frame.functionName} ${frame.file.split('/').at(-1)}:${frame.line}`
    spent.set(name, (spent.get(name) ?? 0) + value)
  }
  return [...spent].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

describe.skipIf(!hasGo)('a server in Go', () => {
  let folder = ''
  let target: OpenTarget
  let base = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kneepoint-go-'))
    writeFileSync(join(folder, 'main.go'), SERVER)
    writeFileSync(join(folder, 'go.mod'), 'module server\n\ngo 1.19\n')
    const env = { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off' }
    await promisify(execFile)('go', ['build', '-o', 'server', '.'], { cwd: folder, env })
    const pprof = 'http://127.0.0.1:{port}/debug/pprof'
    target = await openAlone({ command: ['./server'], cwd: folder, pprof })
    base = target.pprof ?? ''
  })

  afterAll(async () => {
    await target.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const get = async (path: string): Promise<string> => (await fetch(target.endpoint.origin + path)).text()

  test('tells by its profiles which functions burn the CPU, and hold the memory', async () => {
    const stop = new AbortController()
    const load = (async () => {
      while (!stop.signal.aborted) await get('/burn')
    })()
    const { cpu } = await fetchGoProfile(base, 'profile', { seconds: SECONDS })
    stop.abort()
    await load
    expect(cpu.unit).toBe('microseconds')
    // Without a line at which it begins, it is that of its loop.
    expect(topOf(cpu)).toMatch(/^main\.burnCycles main\.go:1[2-7]$/)

    await get('/keep')
    // The profile is as of the latest collection; a second one sees what the first made of it.
    await fetch(`${base}/heap?gc=1`).then((response) => response.arrayBuffer())
    const { inuse_space: inUse, alloc_space: allocated } = await fetchGoProfile(base, 'heap')
    for (const profile of [inUse, allocated]) {
      expect(profile.unit).toBe('bytes')
      expect(topOf(profile)).toBe('main.keepForever main.go:23')
    }
  })

  test('tells how many goroutines it has', async () => {
    const count = async (): Promise<number> =>
      (await target.telemetry?.sample())?.activeResources?.['goroutines'] ?? 0
    const before = await count()
    for (let i = 0; i < 20; i++) await get('/leak')
    const after = await count()
    // Connections have goroutines of their own, which come and go.
    expect(after - before).toBeGreaterThan(15)
    const { goroutine } = await fetchGoProfile(base, 'goroutine')
    const leaked = goroutine.samples.filter(({ stack }) =>
      stack.some((index) => goroutine.frames[index]?.functionName.startsWith('main.main.func3')),
    )
    expect(leaked.reduce((sum, { value }) => sum + value, 0)).toBe(20)
    expect((await target.telemetry?.sample())?.rssBytes).toBeGreaterThan(1_000_000)
  })
})
