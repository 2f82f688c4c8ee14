import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textWidth } from '../terminal/text-width.ts'
import { emptyView, fullView, hostileView } from './hot-path-view.fixture.ts'
import { profileText } from './profile-text.ts'

const lines = (text: string) => text.split('\n')

describe('profileText', () => {
  it('says what is wrong first, with the place, the figures and what to do', () => {
    expect(lines(profileText(fullView)).slice(0, 8)).toEqual([
      'What is wrong, the most likely cause first:',
      '1. hashPassword (planted.mjs:4) does cryptography synchronously (pbkdf2Sync).',
      '   It blocked the event loop once, for 293 ms in all and 293 ms at the longest.',
      expect.stringMatching(/^ {3}It had the CPU for \d+ ms, \d+ % of the time that was profiled\.$/),
      '   To do: Call the asynchronous form, which runs in the thread pool (pbkdf2 for',
      '     pbkdf2Sync), and bound how many run at once.',
      '2. The pool postgres has no connection free when requests ask for one.',
      '   There were 400 waits of 22.5 ms on average, the longest 80.0 ms.',
    ])
  })

  it('has every table, with columns under their heads', () => {
    const text = profileText(fullView)
    for (const title of [
      'Time by place in your code, and what was done there',
      'Functions by their own time',
      'What blocked the event loop for 10 ms or more',
      'What requests waited for',
      'Health',
    ])
      expect(lines(text)).toContain(title)
    expect(text).toMatch(/^hashPassword +planted\.mjs:4 +pbkdf2Sync +\d+\.\d ms +\d+ %$/m)
    expect(text).toMatch(/^hashPassword +planted\.mjs:4 +pbkdf2Sync +1 +292\.9 ms +292\.9 ms$/m)
    expect(text).toMatch(/^postgres +pool +400 +22\.5 ms +80\.0 ms +8$/m)
    expect(text).toMatch(/^Event-loop delay, longest +breach +293\.0 ms +50\.0 ms +100\.0 ms$/m)
    expect(text).toMatch(/^Heap in use, of its limit +not available +– +70 % +85 %$/m)
  })

  it('takes no more than 80 columns', () => {
    for (const view of [fullView, emptyView, hostileView('x'.repeat(300)), hostileView('の'.repeat(90))])
      expect(Math.max(...lines(profileText(view)).map(textWidth))).toBeLessThanOrEqual(80)
  })

  it('says so where nothing stands out', () => {
    expect(lines(profileText(emptyView))[0]).toBe(
      'Nothing stands out: no rule finds anything wrong with the target.',
    )
  })

  it('sends no control characters of a name to the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
        const text = profileText(hostileView(`\u001b[31m\u0007\r${name}`))
        expect(text.replaceAll('\n', '')).not.toMatch(/\p{Control}/u)
      }),
      { numRuns: 10 },
    )
  })
})
