import { describe, expect, it } from 'vitest'
import { findClient } from '../../../models/clients/catalogue.ts'
import { type ConfigDialect, ConfigEditError, type ConfigPlace, type PlacePlan } from './config-dialect.ts'
import { type EditRequest, editConfig } from './edit-config.ts'

const client = findClient('go-net-http')
const wanted = { idleTimeoutMs: 64_000, maxIdlePerHost: 13, maxConnsPerHost: Infinity }

/** Lines of `pool NAME idle=N`; what `plan` gives can be put in place of the right one. */
function linesDialect(plan?: (place: Found) => PlacePlan): ConfigDialect {
  return {
    title: 'pool list',
    clients: ['go-net-http'],
    reads: (name) => name.endsWith('.pools'),
    findPlaces: ({ text }) => {
      const bad = text.indexOf('?')
      if (bad !== -1) throw new ConfigEditError('a ? is not expected here', bad)
      return findLines(text).map((found) => placeOf(found, plan ?? rightPlan))
    },
  }
}

interface Found {
  readonly name: string
  readonly from: number
  readonly value: string
  readonly valueFrom: number
}

function findLines(text: string): Found[] {
  return [...text.matchAll(/^pool (\w+) idle=(\w+)$/gm)].map((match) => ({
    name: match[1] ?? '',
    from: match.index,
    value: match[2] ?? '',
    valueFrom: match.index + match[0].length - (match[2] ?? '').length,
  }))
}

function placeOf(found: Found, plan: (place: Found) => PlacePlan): ConfigPlace {
  return {
    title: `pool ${found.name}`,
    from: found.from,
    values: [{ name: 'idle', text: found.value, from: found.valueFrom }],
    plan: () => plan(found),
  }
}

function rightPlan({ value, valueFrom }: Found): PlacePlan {
  if (!/^\d+$/.test(value)) throw new ConfigEditError(`idle is set from ${value}: change it there`, valueFrom)
  if (value === '13') return { splices: [], touches: [], notes: ['as wanted'] }
  return {
    splices: [{ from: valueFrom, to: valueFrom + value.length, text: '13' }],
    touches: ['idle'],
    notes: ['restart it'],
  }
}

const request = (text: string, more: Partial<EditRequest> = {}): EditRequest => ({
  file: { name: 'etc/my.pools', text },
  client,
  wanted,
  dialects: [linesDialect()],
  line: null,
  ...more,
})

describe('a file with one pool', () => {
  it('gets its value changed, and nothing else', () => {
    expect(editConfig(request('# mine\npool a idle=2\n'))).toEqual({
      kind: 'edited',
      text: '# mine\npool a idle=13\n',
      place: { title: 'pool a', line: 2 },
      changes: [{ name: 'idle', before: '2', after: '13' }],
      notes: ['restart it'],
    })
  })

  it('is left alone when it says so already', () => {
    expect(editConfig(request('pool a idle=13\n'))).toEqual({
      kind: 'unchanged',
      place: { title: 'pool a', line: 1 },
      notes: ['as wanted'],
    })
  })
})

describe('what is refused, with its place', () => {
  const refusal = (each: EditRequest) => {
    const edit = editConfig(each)
    expect(edit.kind).toBe('refused')
    return edit.kind === 'refused' ? edit.message : ''
  }

  it('several pools, all of which are listed', () => {
    expect(refusal(request('pool a idle=2\n\npool b idle=3\n'))).toBe(
      'etc/my.pools: there are 2 places that could be meant: etc/my.pools:1 pool a; etc/my.pools:3 pool b. Name one by its line (--line)',
    )
  })

  it('as many pools as anyone reads', () => {
    const message = refusal(request('pool a idle=2\n'.repeat(1000)))
    expect(message).toContain('etc/my.pools:20 pool a; and 980 more. Name one by its line')
    expect(message).not.toContain('etc/my.pools:21 ')
  })

  it('no pool', () => {
    expect(refusal(request('nothing\n'))).toContain('there is no Go net/http pool in this pool list file')
  })

  it('a line on which none begins', () => {
    expect(refusal(request('pool a idle=2\n', { line: 7 }))).toContain('no Go net/http pool begins on line 7')
  })

  it('a file that does not parse', () => {
    expect(refusal(request('pool a idle=2\n ?\n'))).toBe('etc/my.pools:2:2: a ? is not expected here')
  })

  it('a value that is computed', () => {
    expect(refusal(request('pool a idle=fromEnv\n'))).toBe(
      'etc/my.pools:1:13: idle is set from fromEnv: change it there',
    )
  })

  it('a file of another kind, and a client without a dialect', () => {
    expect(refusal(request('', { file: { name: 'a.txt', text: '' } }))).toContain('configured in pool list')
    expect(refusal(request('', { client: findClient('undici') }))).toContain('does not edit files for')
  })
})

describe('an edit that would do other than meant is not made', () => {
  const text = 'pool a idle=2\npool b idle=3\n'
  const dialect = (splice: (found: Found) => PlacePlan['splices'][number]) =>
    linesDialect((found) => ({ splices: [splice(found)], touches: ['idle'], notes: [] }))
  const attempt = (broken: ConfigDialect) => {
    const edit = editConfig(request(text, { dialects: [broken], line: 1 }))
    return edit.kind === 'refused' ? edit.message : 'not refused'
  }

  it('when another pool would change', () => {
    expect(attempt(dialect(() => ({ from: text.length - 2, to: text.length - 1, text: '9' })))).toContain(
      'it would change idle as well',
    )
  })

  it('when a pool would be lost, or the file would not parse', () => {
    expect(attempt(dialect(() => ({ from: 0, to: 4, text: '' })))).toContain('1 pools in place of 2')
    expect(attempt(dialect(() => ({ from: 0, to: 0, text: '?' })))).toContain('does not parse')
  })

  it('when it would not be done after all', () => {
    expect(
      attempt(dialect(({ valueFrom }) => ({ from: valueFrom, to: valueFrom + 1, text: '7' }))),
    ).toContain('it would not say what is wanted afterwards')
  })
})

it('takes the pool on the line that was named', () => {
  const edit = editConfig(request('pool a idle=2\npool b idle=3\n', { line: 2 }))
  expect(edit.kind === 'edited' && edit.text).toBe('pool a idle=2\npool b idle=13\n')
})
