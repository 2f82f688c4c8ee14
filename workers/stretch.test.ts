import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stopTime } from './drive-options.fixture.ts'
import { Stretch, type StretchPlan } from './stretch.ts'

beforeEach(stopTime)

afterEach(() => vi.useRealTimers())

/** A stretch of 1000 ms with a warm-up of 300, and what it tells, with the time. */
function stretchOf(plan: Partial<StretchPlan> = {}, underWay = () => 0) {
  const stop = new AbortController()
  const told: string[] = []
  const tell = (what: string) => (): void => {
    told.push(`${what} at ${performance.now()}`)
  }
  let sweeps = 0
  const stretch = new Stretch(
    {
      clock: () => performance.now(),
      startMs: 0,
      durationMs: 1000,
      warmupMs: 300,
      drainMs: 500,
      stop: stop.signal,
      ...plan,
    },
    underWay,
    {
      measuring: tell('measuring'),
      draining: tell('draining'),
      overdue: tell('overdue'),
      sweep: () => sweeps++,
      ended: (measuredMs) => tell(`ended after ${measuredMs}`)(),
      failed: (error) => tell(`failed with ${String(error)}`)(),
    },
  )
  return { stretch, stop, told, sweeps: () => sweeps }
}

test('warms up, is measured, drains and ends', () => {
  const { stretch, told } = stretchOf()
  expect(stretch.sending).toBe(false)
  stretch.start()
  expect(stretch.sending).toBe(true)
  vi.advanceTimersByTime(5000)
  expect(told).toEqual(['measuring at 300', 'draining at 1000', 'ended after 700 at 1000'])
  expect(stretch.sending).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})

test('begins when it is planned to, before or after now', () => {
  vi.advanceTimersByTime(100)
  const early = stretchOf({ startMs: 50 })
  const late = stretchOf({ startMs: 200 })
  early.stretch.start()
  late.stretch.start()
  vi.advanceTimersByTime(5000)
  expect(early.told).toEqual(['measuring at 350', 'draining at 1050', 'ended after 700 at 1050'])
  expect(late.told).toEqual(['measuring at 500', 'draining at 1200', 'ended after 700 at 1200'])
})

test('without a warm-up is measured at once', () => {
  const { stretch, told } = stretchOf({ warmupMs: 0 })
  stretch.start()
  expect(told).toEqual(['measuring at 0'])
  vi.advanceTimersByTime(5000)
  expect(told.slice(1)).toEqual(['draining at 1000', 'ended after 1000 at 1000'])
})

test('is measured as soon as somebody looks, once', () => {
  let nowMs = 0
  const { stretch, told } = stretchOf({ clock: () => nowMs })
  stretch.start()
  nowMs = 299
  stretch.takeNotice()
  expect(told).toEqual([])
  nowMs = 300
  stretch.takeNotice()
  stretch.takeNotice()
  expect(told).toEqual(['measuring at 0'])
})

test('does not do early what is planned, though a timer may fire early', () => {
  let nowMs = 0
  const { stretch } = stretchOf({ clock: () => nowMs })
  stretch.start()
  const done: number[] = []
  stretch.at(10, () => done.push(nowMs))
  nowMs = 9.5
  vi.advanceTimersByTime(10)
  expect(done).toEqual([])
  nowMs = 10.2
  vi.advanceTimersByTime(1)
  expect(done).toEqual([10.2])
})

test('sets no timer for longer than timers can be set', () => {
  const set = vi.spyOn(globalThis, 'setTimeout')
  const { stretch } = stretchOf({ durationMs: 30 * 86_400_000, warmupMs: 0 })
  stretch.start()
  stretch.at(29 * 86_400_000, () => {})
  expect(set.mock.calls.map(([, ms]) => ms)).toEqual([2 ** 31 - 1, 2 ** 31 - 1])
})

test('that is complete ends with the last answer', () => {
  let underWay = 2
  const { stretch, told } = stretchOf({}, () => underWay)
  stretch.start()
  vi.advanceTimersByTime(500)
  stretch.complete()
  expect(stretch.sending).toBe(false)
  underWay = 1
  stretch.requestEnded()
  vi.advanceTimersByTime(100)
  underWay = 0
  stretch.requestEnded()
  expect(told).toEqual(['measuring at 300', 'draining at 600', 'ended after 300 at 600'])
})

test('that is over before its warm-up is not measured', () => {
  const { stretch, told } = stretchOf({ warmupMs: 2000 })
  stretch.start()
  vi.advanceTimersByTime(5000)
  expect(told).toEqual(['draining at 1000', 'ended after 0 at 1000'])
})

test('waits for what is under way, and no longer than it may', () => {
  const { stretch, told } = stretchOf({}, () => 1)
  stretch.start()
  vi.advanceTimersByTime(1200)
  stretch.requestEnded()
  vi.advanceTimersByTime(5000)
  expect(told.slice(1)).toEqual(['draining at 1000', 'overdue at 1500', 'ended after 700 at 1500'])
})

test('ends with the last answer, and once', () => {
  let underWay = 2
  const { stretch, told } = stretchOf({}, () => underWay)
  stretch.start()
  vi.advanceTimersByTime(500)
  underWay = 0
  stretch.requestEnded()
  underWay = 1
  vi.advanceTimersByTime(600)
  underWay = 0
  stretch.requestEnded()
  stretch.requestEnded()
  vi.advanceTimersByTime(5000)
  expect(told.slice(1)).toEqual(['draining at 1000', 'ended after 700 at 1100'])
})

test('sweeps while requests may be under way, to the end', () => {
  const { stretch, sweeps } = stretchOf({}, () => 1)
  stretch.start()
  vi.advanceTimersByTime(1000)
  expect(sweeps()).toBe(20)
  vi.advanceTimersByTime(5000)
  expect(sweeps()).toBeGreaterThanOrEqual(29)
  expect(sweeps()).toBeLessThanOrEqual(30)
})

test('is as much longer as it was paused', () => {
  const { stretch, told } = stretchOf()
  stretch.start()
  expect(stretch.sentUntilMs).toBe(1000)
  vi.advanceTimersByTime(450)
  stretch.pause(400)
  stretch.pause(430)
  vi.advanceTimersByTime(2000)
  stretch.resume(2400)
  stretch.resume(2440)
  expect(stretch.sentUntilMs).toBe(3000)
  vi.advanceTimersByTime(5000)
  expect(told).toEqual(['measuring at 300', 'draining at 3000', 'ended after 700 at 3000'])
})

test('that was paused in the warm-up measures what is due that much later', () => {
  const { stretch, told } = stretchOf()
  stretch.start()
  expect([299.999, 300].map((ms) => stretch.isMeasured(ms))).toEqual([false, true])
  vi.advanceTimersByTime(100)
  stretch.pause(100)
  vi.advanceTimersByTime(400)
  stretch.resume(500)
  vi.advanceTimersByTime(250)
  stretch.pause(750)
  vi.advanceTimersByTime(50)
  stretch.resume(800)
  expect([699.999, 700].map((ms) => stretch.isMeasured(ms))).toEqual([false, true])
  vi.advanceTimersByTime(5000)
  expect(told).toEqual(['measuring at 700', 'draining at 1450', 'ended after 700 at 1450'])
})

test('does what is planned for a time of its own, but not after its end', () => {
  const { stretch } = stretchOf({ startMs: 100 })
  const done: number[] = []
  const note = (): void => {
    done.push(performance.now())
  }
  stretch.start()
  stretch.at(400, note)
  stretch.at(-1000, note)
  stretch.at(900, note)
  vi.advanceTimersByTime(600)
  stretch.finish()
  stretch.at(0, note)
  vi.advanceTimersByTime(5000)
  expect(done).toEqual([0, 500])
})

test.each([
  ['finish', 'draining at 450,ended after 150 at 450'],
  ['stop', 'ended after 150 at 450'],
])('on %s is as long as it was', (how, expected) => {
  const { stretch, stop, told } = stretchOf()
  stretch.start()
  vi.advanceTimersByTime(450)
  if (how === 'finish') stretch.finish()
  else stop.abort()
  stretch.finish()
  vi.advanceTimersByTime(5000)
  expect(told.slice(1).join()).toBe(expected)
  expect(vi.getTimerCount()).toBe(0)
})

test('on stop while it waits for answers ends at once, and stays as long as planned', () => {
  const { stretch, stop, told } = stretchOf({}, () => 1)
  stretch.start()
  vi.advanceTimersByTime(1234)
  stop.abort()
  expect(told.at(-1)).toBe('ended after 700 at 1234')
})

test('fails once, and then does nothing more', () => {
  const { stretch, stop, told } = stretchOf()
  stretch.start()
  vi.advanceTimersByTime(100)
  stretch.fail('this')
  stretch.fail('that')
  stop.abort()
  stretch.finish()
  vi.advanceTimersByTime(5000)
  expect(told).toEqual(['failed with this at 100'])
  expect(vi.getTimerCount()).toBe(0)
})
