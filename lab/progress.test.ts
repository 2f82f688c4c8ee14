import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { LiveUpdate } from './live/live-update.ts'
import { sampleWith } from './live/load-sample.fixture.ts'
import { createProgress, type ProgressOptions } from './progress.ts'

/** A progress on a stream of its own, at times of its own. */
function said(
  terminal: { readonly columns: number; readonly rows?: number } | null,
  options: Pick<ProgressOptions, 'env' | 'verbosity'> = {},
) {
  const stream = Object.assign(new PassThrough(), {
    isTTY: terminal !== null,
    columns: terminal?.columns,
    rows: terminal?.rows ?? 24,
  })
  stream.setEncoding('utf8')
  const read = (): string | null => stream.read() as string | null
  let nowMs = 0
  let waiting: (() => void) | null = null
  const listeners = new Map<string, () => void>()
  const progress = createProgress(stream as unknown as NodeJS.WriteStream, () => nowMs, {
    env: {},
    ...options,
    later: (run) => {
      waiting = run
      return () => {
        waiting = null
      }
    },
    signals: {
      prependListener: (signal: string, listener: () => void) => listeners.set(signal, listener),
      off: (signal: string) => listeners.delete(signal),
    } as unknown as NonNullable<ProgressOptions['signals']>,
  })
  /** What was written since the last time; some runtimes give one piece for each write. */
  const text = (): string => {
    let all = ''
    for (let piece = read(); piece !== null; piece = read()) all += piece
    return all
  }
  return {
    progress,
    text,
    /** What was written, without what moves the cursor. */
    rows: () =>
      stripVTControlCharacters(text())
        .split('\n')
        .filter((row) => row !== ''),
    wait: (ms: number): void => {
      nowMs += ms
    },
    runWaiting: () => waiting?.(),
    listeners,
    resize: (columns: number, rows = 24) => Object.assign(stream, { columns, rows }),
  }
}

const TERMINAL = { columns: 80 }

/** A run in its second stage, with a load that has been sent for a second. */
function showLoad(
  progress: ReturnType<typeof said>['progress'],
  wait: (ms: number) => void,
  late = 0.25,
): void {
  const stages: LiveUpdate['stages'] = [
    { name: 'probe', state: 'done', expectedMs: null },
    { name: 'sweep', state: 'current', expectedMs: 60_000 },
    { name: 'verify', state: 'to come', expectedMs: 90_000 },
  ]
  progress.show({ stages })
  for (let i = 0; i <= 4; i++) {
    wait(250)
    const counts = { due: 1000 + 30 * i, completed: 1000 + 29 * i, dialed: 3 + i, latenessP99Ms: late }
    progress.show({ what: 'step 2, 120/s', load: sampleWith({ ...counts, p99Ms: 10 + i }) })
  }
}

/** The frame as it stands: a line that stays has it drawn again as a whole. */
function wholeFrame({ say }: { readonly say: (line: string) => void }, rows: () => string[]): string[] {
  rows()
  say('-')
  return rows().slice(1)
}

describe('where there is no terminal', () => {
  test('what goes on is said every ten seconds', () => {
    const { progress, wait, text } = said(null)
    progress.show('one')
    wait(9_999)
    progress.show('two')
    expect(text()).toBe('')
    wait(1)
    progress.show('three')
    progress.show('four')
    expect(text()).toBe('three\n')
    progress.end()
    expect(text()).toBe('')
  })

  test('a line that stays is said at once, and puts off the next of the others', () => {
    const { progress, wait, text } = said(null)
    wait(9_000)
    progress.say('probe done')
    wait(9_000)
    progress.show('sweeping')
    expect(text()).toBe('probe done\n')
    wait(1_000)
    progress.show('sweeping')
    expect(text()).toBe('sweeping\n')
  })

  test('all facts are in one line, without controls and without spaces at its end', () => {
    const { progress, wait, text } = said(null)
    wait(8_750)
    showLoad(progress, wait)
    expect(text()).toBe(
      'sweep: step 2, 120/s; 116/s answered of 120/s; P50 1.23 ms, P99 14.0 ms; ' +
        '10 open, 2 idle, 8 busy, 4.0 dials/s; 0 failed; sent on time, by 0.25 ms (P99); about 2 min of load left\n',
    )
    progress.say('a\u001b[31mb\tc \nd')
    expect(text()).toBe('a [31mb c \nd\n')
  })

  test.each([{ CI: 'true' }, { TERM: 'dumb' }])('nor with %j on one', (env) => {
    const { progress, text } = said(TERMINAL, { env })
    progress.show('sweeping')
    expect(text()).toBe('')
    progress.say('done')
    expect(text()).toBe('done\n')
  })
})

describe('on a terminal', () => {
  test('rows are drawn at most four times a second; the last that came is drawn when its time has come', () => {
    const { progress, wait, rows, runWaiting } = said(TERMINAL)
    progress.show('first')
    expect(rows()).toEqual(['first'])
    wait(249)
    progress.show('second')
    progress.show('third')
    expect(rows()).toEqual([])
    wait(1)
    runWaiting()
    expect(rows()).toEqual(['third'])
    wait(250)
    progress.show('fourth')
    expect(rows()).toEqual(['fourth'])
  })

  test('the frame of a load, 80 columns wide', () => {
    const { progress, wait, rows } = said(TERMINAL, { env: { NO_COLOR: '1' } })
    showLoad(progress, wait)
    expect(wholeFrame(progress, rows)).toEqual([
      '✓ probe  > sweep  verify  about 2 min of load left',
      'step 2, 120/s',
      'rate  120/s offered  116/s answered',
      'P50     1.23 ms  ▁▁▁  1.23 to 1.23 ms',
      'P99     14.0 ms  ▁▅█  10.0 to 14.0 ms',
      'conns 10 open, 2 idle, 8 busy  4.0 dials/s',
      'lost  0 failed  0 dropped',
      'sent  on time, by 0.25 ms (P99)',
    ])
  })

  test('the frame of a load, 40 columns wide', () => {
    const { progress, wait, rows } = said({ columns: 40 }, { env: { NO_COLOR: '1' } })
    showLoad(progress, wait, 25)
    expect(wholeFrame(progress, rows)).toEqual([
      '✓ probe  > sweep  verify',
      'about 2 min of load left',
      'step 2, 120/s',
      'rate  120/s offered  116/s answered',
      'P50     1.23 ms  ▁▁▁  1.23 to 1.23 ms',
      'P99     14.0 ms  ▁▅█  10.0 to 14.0 ms',
      'conns 10 open, 2 idle, 8 busy',
      '      4.0 dials/s',
      'lost  0 failed  0 dropped',
      'sent  late, by 25.0 ms (P99)',
    ])
  })

  test('colours tell what is late, unless NO_COLOR is set', () => {
    const coloured = said(TERMINAL)
    showLoad(coloured.progress, coloured.wait, 25)
    expect(coloured.text()).toContain('\u001b[31mlate, by 25.0 ms (P99)\u001b[39m')
    const onTime = said(TERMINAL)
    showLoad(onTime.progress, onTime.wait)
    expect(onTime.text()).not.toContain('\u001b[31m')
    const plain = said(TERMINAL, { env: { NO_COLOR: '1' } })
    showLoad(plain.progress, plain.wait, 25)
    const text = plain.text()
    for (const style of ['1', '2', '31', '33']) expect(text).not.toContain(`\u001b[${style}m`)
  })

  test('a frame of other height is drawn anew', () => {
    const { progress, wait, text } = said(TERMINAL)
    progress.show({ what: 'one', found: 'two' })
    expect(text()).toContain('one\ntwo\n')
    wait(250)
    progress.show({ what: 'one', found: '' })
    expect(stripVTControlCharacters(text())).toBe('one\n')
    wait(250)
    progress.show({ what: 'one', found: 'three' })
    expect(stripVTControlCharacters(text())).toBe('one\nthree\n')
  })

  test('a line that stays is written above, wrapped, and the frame is drawn again below it', () => {
    const { progress, rows } = said({ columns: 20 })
    progress.show('sweeping')
    progress.say('probe done, and a long line follows')
    expect(rows()).toEqual(['sweeping', 'probe done, and a', '  long line follows', 'sweeping'])
    progress.end()
    progress.say('bye')
    expect(rows()).toEqual(['bye'])
  })

  test('its size is taken to be usual where it is not known', () => {
    const { progress, rows } = said({ columns: 0, rows: 0 })
    progress.show('x'.repeat(100))
    expect(rows()).toEqual([`${'x'.repeat(78)}…`])
  })

  test.each(['SIGINT', 'SIGTERM'])('what is written at %s finds it clear', (signal) => {
    const { progress, wait, listeners, text } = said(TERMINAL)
    expect(listeners.size).toBe(0)
    progress.show('sweeping')
    text()
    listeners.get(signal)?.()
    expect(text()).toContain('\u001b[2K')
    expect(listeners.size).toBe(0)
    wait(250)
    progress.show('ending')
    expect(listeners.has(signal)).toBe(true)
    progress.end()
    expect(listeners.size).toBe(0)
  })

  test('when it goes on after a stop, the frame is drawn below what the shell wrote', () => {
    const { progress, listeners, text } = said(TERMINAL)
    progress.show({ what: 'one', found: 'two' })
    text()
    listeners.get('SIGCONT')?.()
    const drawn = text()
    expect(stripVTControlCharacters(drawn)).toBe('one\ntwo\n')
    expect(drawn.replaceAll('\u001b', 'ESC')).not.toMatch(/ESC\[\d*[AJK]/)
    progress.end()
    expect(listeners.size).toBe(0)
  })

  test('the cursor is never hidden: a killed process could not show it again', () => {
    const { progress, text } = said(TERMINAL)
    progress.show('sweeping')
    progress.end()
    expect(text()).not.toContain('\u001b[?25l')
  })

  test('a frame that was wrapped again, as the terminal is narrower, is taken away with all its rows', () => {
    const { progress, wait, text, resize } = said(TERMINAL)
    progress.show({ what: 'x'.repeat(60), found: 'y'.repeat(30) })
    resize(25)
    wait(250)
    text()
    progress.show({ what: 'one', found: 'two' })
    const [cleared = '', drawn] = text().split('one')
    // Three rows of 60 columns, two of 30, and the line of the cursor.
    expect(cleared.split('\u001b[2K').length - 1).toBe(3 + 2 + 1)
    expect(drawn).toContain('two')
  })

  test('a frame is no higher than the terminal, with a line left to the cursor', () => {
    const { progress, wait, rows } = said({ columns: 80, rows: 4 }, { env: { NO_COLOR: '1' } })
    showLoad(progress, wait)
    expect(wholeFrame(progress, rows)).toEqual([
      '✓ probe  > sweep  verify  about 2 min of load left',
      'step 2, 120/s',
      'rate  120/s offered  116/s answered',
    ])
  })
})

describe('how much is said', () => {
  const say = (verbosity: ProgressOptions['verbosity'], terminal: typeof TERMINAL | null): string => {
    const { progress, wait, text } = said(terminal, verbosity === undefined ? {} : { verbosity })
    progress.say('note: it is so', 'warning')
    progress.say('run begun')
    progress.say('step 1: 120/s', 'detail')
    wait(20_000)
    if (verbosity === 'quiet') progress.show('sweeping')
    progress.end()
    return text()
  }

  test.each([null, TERMINAL])('on %j', (terminal) => {
    expect(say('quiet', terminal)).toBe('note: it is so\n')
    expect(say(undefined, terminal)).toBe('note: it is so\nrun begun\n')
    expect(say('verbose', terminal)).toBe('note: it is so\nrun begun\nstep 1: 120/s\n')
  })
})
