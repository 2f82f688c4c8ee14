import { describe, expect, it } from 'vitest'
import { mermaid } from './mermaid.ts'

describe('mermaid', () => {
  it('has a box for each name and an arrow for each edge', () => {
    const text = mermaid([
      { from: 'handler', to: 'response', label: null, kind: 'then' },
      { from: 'handler', to: 'log', label: 'throws', kind: 'failure' },
    ])
    expect(text).toBe(
      [
        'flowchart LR',
        '  n0["handler"]',
        '  n1["response"]',
        '  n2["log"]',
        '  n0 --> n1',
        '  n0 -.->|"throws"| n2',
        '',
      ].join('\n'),
    )
  })

  it('draws down where it is told to', () => {
    expect(mermaid([], 'TB')).toBe('flowchart TB\n')
  })

  it('escapes what would end a text or begin a tag', () => {
    const text = mermaid([{ from: 'a"] --> b\n', to: '<script>', label: '`|`', kind: 'then' }])
    expect(text).toContain('n0["a#34;#93; --#62; b#10;"]')
    expect(text).toContain('n1["#60;script#62;"]')
    expect(text).toContain('|"#96;#124;#96;"|')
    expect(text.split('\n')).toHaveLength(5)
  })
})
