import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repeatCommand } from './repeat-command.ts'

const record = {
  scenarioFile: resolve('scenarios/seven-day.ts'),
  seed: 1,
  plan: 'full',
  targetUrl: null,
} as const

describe('repeatCommand', () => {
  it('names the scenario from here, and the seed', () => {
    expect(repeatCommand(record)).toBe('kneepoint run scenarios/seven-day.ts --seed 1')
  })

  it('says what was asked for', () => {
    const verification = { precision: 0.05, verifyMs: 600_000 }
    const asked = { ...record, plan: 'quick', verification, targetUrl: 'http://127.0.0.1:8080' } as const
    expect(repeatCommand(asked)).toBe(
      'kneepoint run scenarios/seven-day.ts --quick --seed 1 --precision 0.05 --verify-time 600000ms --target http://127.0.0.1:8080',
    )
  })

  it('names one of several scenarios', () => {
    const one = { ...record, scenarioFile: resolve('scenarios/fan-out.ts#orders') }
    expect(repeatCommand(one)).toBe('kneepoint run scenarios/fan-out.ts#orders --seed 1')
  })

  it('is one word for a shell where a path is not', () => {
    const command = repeatCommand({ ...record, scenarioFile: "/tmp/it's $HOME/x y.ts" })
    const words = execFileSync('sh', ['-c', command.replace('kneepoint', String.raw`printf '%s\n'`)])
    expect(words.toString().split('\n')[1]).toBe("/tmp/it's $HOME/x y.ts")
  })
})
