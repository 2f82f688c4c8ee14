import { expect, test } from 'vitest'
import { Interrupted } from '../interrupted.ts'
import { nightlyBlock } from './measured-window.fixture.ts'
import { measureWindows, WARM_UP_BLOCKS } from './measured-window.ts'
import { turnOrder } from './turn-order.ts'

const windows = Array.from({ length: 7 }, (_, i) => ({ fromMs: 1000 * i, toMs: 1000 * i + 900 }))
const running = new AbortController().signal

test.each([true, false])(
  'warms up, sends every window in turns, and keeps what each gave (interleaved: %s)',
  async (interleaved) => {
    const sent: string[] = []
    const measured = await measureWindows({
      windows,
      interleaved,
      signal: running,
      send: async (turn, window, number) => {
        sent.push(`${window.fromMs} ${turn}`)
        const isWarmUp = sent.length <= WARM_UP_BLOCKS * (interleaved ? 2 : 1)
        return nightlyBlock({ responseMs: 1 }, isWarmUp ? 99 : number)
      },
    })
    const warmUp = interleaved ? ['0 baseline', '0 tonight'] : ['0 tonight']
    const inTurns = windows.flatMap(({ fromMs }, number) =>
      turnOrder(number, interleaved).map((turn) => `${fromMs} ${turn}`),
    )
    expect(sent).toEqual([...warmUp, ...warmUp, ...inTurns])
    expect(measured.map(({ window }) => window)).toEqual(windows)
    expect(measured.map(({ tonight }) => tonight.generator.latenessP99Ms)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(measured.every(({ baseline }) => (baseline !== null) === interleaved)).toBe(true)
  },
)

test('sends nothing more once it is aborted', async () => {
  const controller = new AbortController()
  let sent = 0
  const measuring = measureWindows({
    windows,
    interleaved: false,
    signal: controller.signal,
    send: async () => {
      sent++
      if (sent === 5) controller.abort(new Interrupted())
      return nightlyBlock({ responseMs: 1 })
    },
  })
  await expect(measuring).rejects.toBeInstanceOf(Interrupted)
  expect(sent).toBe(5)
})
