import { afterEach, describe, expect, it } from 'vitest'
import { blockerTarget } from '../../../models/scenario/targets/blocker-target.ts'
import type { StartedBuiltin } from '../started-builtin.ts'
import { startBlocker } from './open-blocker-target.ts'

const running: StartedBuiltin[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((target) => target.stop()))
})

async function start(port?: number): Promise<StartedBuiltin> {
  const options = { builtin: 'blocker', blocker: 'json-parse', fixed: true }
  const target = await startBlocker(
    blockerTarget.parse(port === undefined ? options : { ...options, port }),
    3,
  )
  running.push(target)
  return target
}

describe('startBlocker', () => {
  it('answers, tells its figures, and ends when it is told to', async () => {
    const target = await start()
    expect(await (await fetch(`${target.origin}/healthz`)).json()).toEqual({ status: 'ok' })
    const answer = await (await fetch(`${target.origin}/work`)).json()
    expect(answer).toMatchObject({ product: { id: 0 } })
    expect(await target.probe.stats()).toMatchObject({ requestsReceived: 1, counters: {} })
    await target.stop()
    expect(await target.exited).toEqual({ code: 0, signal: null })
  })

  it('says which port is taken', async () => {
    const { origin } = await start()
    const port = Number(new URL(origin).port)
    await expect(start(port)).rejects.toThrow(`port ${port} on 127.0.0.1 is already in use`)
  })
})
