import { describe, expect, it } from 'vitest'
import { Interrupted } from '../interrupted.ts'
import { interruptible } from './interruptible.ts'
import type { StopSignal } from './stop-signal.ts'

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

describe('interruptible', () => {
  it('ends with Interrupted, whose cause is the reason', async () => {
    const controller = new AbortController()
    const work = interruptible(controller.signal, untilAborted)
    controller.abort('enough')
    await expect(work).rejects.toBeInstanceOf(Interrupted)
    await expect(work).rejects.toMatchObject({ message: 'interrupted', cause: 'enough' })
  })

  it('does not begin when the signal is aborted already', async () => {
    let began = false
    const work = interruptible(AbortSignal.abort('before'), async () => {
      began = true
    })
    await expect(work).rejects.toMatchObject({ name: 'Interrupted', cause: 'before' })
    expect(began).toBe(false)
  })

  it('needs no signal, and leaves no listener on one', async () => {
    expect(await interruptible(undefined, async (signal) => signal.aborted)).toBe(false)
    const listeners = new Set<() => void>()
    const signal: StopSignal = {
      aborted: false,
      addEventListener: (_, listener) => void listeners.add(listener),
      removeEventListener: (_, listener) => void listeners.delete(listener),
    }
    expect(await interruptible(signal, async () => listeners.size)).toBe(1)
    expect(listeners.size).toBe(0)
    await expect(
      interruptible(signal, async () => {
        throw new RangeError('no')
      }),
    ).rejects.toThrow('no')
    expect(listeners.size).toBe(0)
  })
})
