import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { LiveControls } from './live-controls.ts'

class FakeTerminal extends EventEmitter {
  raw = false
  flowing = false
  readonly isTTY: boolean

  constructor(isTTY = true) {
    super()
    this.isTTY = isTTY
  }

  setRawMode(raw: boolean): void {
    this.raw = raw
  }

  resume(): void {
    this.flowing = true
  }

  pause(): void {
    this.flowing = false
  }

  press(keys: string): void {
    this.emit('data', Buffer.from(keys))
  }
}

function listening(terminal = new FakeTerminal()) {
  const done: string[] = []
  const said: string[] = []
  const exits = new EventEmitter()
  const keys = new LiveControls({
    input: terminal,
    say: (line) => said.push(line),
    interrupt: () => done.push('interrupt'),
    exits,
  })
  keys.start({ setPace: (factor) => done.push(`pace ${factor}`), finish: () => done.push('finish') })
  return { terminal, keys, exits, done, said }
}

describe('LiveControls', () => {
  it('goes a tenth of what was planned faster and slower', () => {
    const { terminal, done } = listening()
    terminal.press('++-')
    terminal.press('=')
    terminal.press('----')
    const faster = ['pace 1.1', 'pace 1.2', 'pace 1.1', 'pace 1.2']
    expect(done).toEqual([...faster, 'pace 1.1', 'pace 1', 'pace 0.9', 'pace 0.8'])
  })

  it('stays between a tenth and ten times the plan', () => {
    const { terminal, done } = listening()
    terminal.press('-'.repeat(12))
    expect(done.at(-1)).toBe('pace 0.1')
    terminal.press('+'.repeat(120))
    expect(done.at(-1)).toBe('pace 10')
  })

  it('pauses and goes on as fast as it was told meanwhile', () => {
    const { terminal, done } = listening()
    terminal.press('p')
    terminal.press('+')
    terminal.press(' ')
    expect(done).toEqual(['pace 0', 'pace 1.1'])
  })

  it('finishes once, and can then only be interrupted', () => {
    const { terminal, done, said } = listening()
    terminal.press('qq+p')
    terminal.press('\u0003')
    expect(done).toEqual(['finish', 'interrupt'])
    expect(said).toEqual([expect.stringContaining('Ctrl-C'), expect.stringContaining('finishing')])
  })

  it('takes Ctrl-C, which raw mode keeps from becoming a signal', () => {
    const { terminal, done } = listening()
    terminal.press('\u0003')
    expect(done).toEqual(['interrupt'])
  })

  it('heeds neither arrows nor other keys', () => {
    const { terminal, done } = listening()
    for (const keys of ['\u001b[A', '\u001b[200~pq', 'x', '\r', '1']) terminal.press(keys)
    expect(done).toEqual([])
  })

  it('gives the terminal back when it is over', () => {
    const { terminal, keys, exits } = listening()
    expect([terminal.raw, terminal.flowing, terminal.listenerCount('data')]).toEqual([true, true, 1])
    keys.stop()
    keys.stop()
    expect([terminal.raw, terminal.flowing, terminal.listenerCount('data')]).toEqual([false, false, 0])
    expect(exits.listenerCount('exit')).toBe(0)
  })

  it('gives the terminal back when the process exits', () => {
    const { terminal, exits } = listening()
    exits.emit('exit')
    expect([terminal.raw, terminal.listenerCount('data')]).toEqual([false, 0])
  })

  it('leaves alone what is no terminal', () => {
    const { terminal, said, keys } = listening(new FakeTerminal(false))
    keys.stop()
    expect([terminal.raw, terminal.listenerCount('data'), said]).toEqual([false, 0, []])
  })
})
