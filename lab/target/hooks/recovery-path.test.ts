import { describe, expect, it } from 'vitest'
import { mermaid } from '../../../reports/graph/mermaid.ts'
import { nestedRecoveryPath, recoveryPath } from './recovery-path.ts'

const hooks = [{ name: 'log' }, { name: 'metric', timeLimitMs: 50 }]

describe('recoveryPath', () => {
  it('goes to the client first, then from hook to hook, by way of what failed or not', () => {
    const arrows = recoveryPath(hooks).map(({ from, to, label }) => `${from} > ${to}: ${label}`)
    expect(arrows).toEqual([
      'handler > error handler: throws or rejects',
      'error handler > response with the trace id: at once',
      'error handler > hook log: error and context',
      'hook log > hook metric: whatever happens',
      'hook log > failures, counted: throws, rejects or takes more than 1000 ms',
      'failures, counted > hook metric: null',
      'hook metric > failures, counted: throws, rejects or takes more than 50 ms',
    ])
  })

  it('can be drawn', () => {
    expect(mermaid(recoveryPath(hooks))).toContain('n3["hook log"]')
    expect(mermaid(recoveryPath([])).split('\n')).toHaveLength(7)
  })
})

describe('nestedRecoveryPath', () => {
  it('has the answer last, and no way on from what failed', () => {
    const edges = nestedRecoveryPath(hooks)
    expect(edges.filter(({ kind }) => kind === 'then').map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'error handler > hook log',
      'hook log > hook metric',
      'hook metric > response with the trace id',
    ])
    const lost = edges.filter(({ to }) => to.includes('lost'))
    expect(lost.map(({ from }) => from)).toEqual(['hook log', 'hook metric'])
    expect(edges.some(({ from }) => from.includes('lost'))).toBe(false)
  })
})
