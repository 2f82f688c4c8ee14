import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Certificate, readCertificate } from '../machine/certificate.ts'
import { goodCertificate } from '../machine/certificate.fixture.ts'
import { filesOf } from '../machine/system-files.fixture.ts'
import { doctor, type DoctorOptions, type ExaminedMachine } from './doctor.ts'

const { environment } = goodCertificate
const nowMs = Date.parse('2026-11-22T10:00:00.000Z')

/** Two cores' quota on eight, few files, no word of ports; its clock moves in steps of 1 µs and wakes up on time. */
function machine(): ExaminedMachine {
  let clockMs = 0
  return {
    environment,
    nowMs,
    files: filesOf(
      {
        '/proc/self/cgroup': '0::/\n',
        '/sys/fs/cgroup/cpu.max': '200000 100000\n',
        '/proc/self/limits':
          'Max open files            1024                 524288               files     \n',
      },
      { '/proc/self/fd': 22 },
    ),
    timers: {
      nowMs: () => (clockMs += 0.001),
      sleep: async (durationMs) => {
        clockMs += durationMs
      },
    },
  }
}

const trial: DoctorOptions['trial'] = async (rate, driver) => {
  const kept = rate <= (driver === 'wire' ? 8000 : 2000)
  return { latenessP50Ms: 0.2, latenessP99Ms: kept ? 0.5 : 30, achievedShare: kept ? 1 : 0.8 }
}

let folder: string
let file: string
let output: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-doctor-'))
  file = join(folder, 'certificate.json')
  output = ''
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function examine(change: Partial<DoctorOptions> = {}): Promise<number> {
  const write = (text: string): void => {
    output += text
  }
  const signal = new AbortController().signal
  return doctor({ json: false, write, signal, trial, file, machine: machine(), ...change })
}

it('prints what is fine and what is not, and keeps the certificate', async () => {
  expect(await examine()).toBe(0)
  expect(output).toBe(`Node 24.1.0 on Linux 6.8.0 x64, Some CPU

check  cores        8, a CPU quota of 2; beside a target on this machine: 1 load thread for a quota of 2 cores, one left to the target
                    raise the quota (cpu.max, --cpus), or it stops the load threads when it is used up
check  open files   1024 may be open (hard limit 524288), 21 are
                    run 'ulimit -n 4224' in the shell before
ok     local ports  not known on this system
ok     timers       clock steps of 1 µs; 1 ms timers 0.00 ms late (P50), 0.00 ms (P99)
ok     undici       keeps its schedule up to 2000/s (lateness P99 0.50 ms, 100.0 % answered)
ok     wire         keeps its schedule up to 8000/s (lateness P99 0.50 ms, 100.0 % answered)

2 things to look at
kept as ${file}
`)
  const { certificate } = await readCertificate({ environment, quotaCores: 2, nowMs }, file)
  expect(certificate?.drivers.map(({ highestRate }) => highestRate)).toEqual([2000, 8000])
})

it('prints one JSON document', async () => {
  expect(await examine({ json: true, drivers: ['wire'] })).toBe(0)
  const document = JSON.parse(output) as Certificate & {
    readonly keptAs: string
    readonly findings: unknown[]
  }
  expect(document).toMatchObject({
    schemaVersion: 1,
    measuredAt: '2026-11-22T10:00:00.000Z',
    environment,
    cores: 8,
    quotaCores: 2,
    limits: { openFiles: { soft: 1024, hard: 524_288, open: 21 }, localPorts: null },
    drivers: [
      { driver: 'wire', highestRate: 8000, latenessP50Ms: 0.2, latenessP99Ms: 0.5, achievedShare: 1 },
    ],
    keptAs: file,
  })
  expect(document.timer.resolutionUs).toBeCloseTo(1, 3)
  expect(document.findings[0]).toMatchObject({ subject: 'cores', fine: false })
})

it('goes on where the certificate cannot be kept', async () => {
  const blocked = join(folder, 'a-file')
  await writeFile(blocked, '')
  expect(await examine({ file: join(blocked, 'certificate.json') })).toBe(0)
  expect(output).toMatch(/\nnot kept: .*a-file/)
})

it('ends when it is aborted, and says what it does', async () => {
  const abort = new AbortController()
  const lines: string[] = []
  const onProgress = (line: string): void => {
    lines.push(line)
    if (line === 'doctor: undici at 500/s') abort.abort(new Error('interrupted'))
  }
  await expect(examine({ signal: abort.signal, onProgress })).rejects.toThrow('interrupted')
  expect(lines).toEqual(['doctor: timers', 'doctor: undici at 250/s', 'doctor: undici at 500/s'])
  expect(output).toBe('')
})
