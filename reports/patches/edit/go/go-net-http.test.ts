import { describe, expect, test } from 'vitest'
import {
  edit,
  editedLines,
  editedText,
  noReuse,
  placesIn,
  refusal,
  type SourceFile,
  unlimited,
  wantedSample,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { goNetHttpDialect } from './go-net-http.ts'
import { cloneSource, literalSource } from './go-source.fixture.ts'

function go(text: string, line?: number): SourceFile {
  const file = { dialect: goNetHttpDialect, client: 'go-net-http', name: 'client.go', text }
  return line === undefined ? file : { ...file, line }
}

const bothImports = ['net/http', 'time']

/** A function with these lines, in a file that imports these packages; its first line is line 4 and one for each. */
function body(lines: readonly string[], imports: readonly string[] = bothImports): SourceFile {
  const specs = imports.map((path) => `import "${path}"`)
  const code = lines.map((line) => `\t${line}`)
  return go(['package p', '', ...specs, 'func f() {', ...code, '}', ''].join('\n'))
}

describe('a literal', () => {
  test('is found by the import alone, and keeps comments, columns and order', () => {
    expect(placesIn(go(literalSource)).map(({ title }) => title)).toEqual(['http.Transport literal'])
    expect(editedLines(go(literalSource))).toEqual([
      '-\t\t\tMaxIdleConns:        50, // all hosts',
      '-\t\t\tMaxIdleConnsPerHost: 10, /* was 2 */',
      '+\t\t\tMaxIdleConns:        0,  // all hosts',
      '+\t\t\tMaxIdleConnsPerHost: 64, /* was 2 */',
      '-\t\t\tIdleConnTimeout:     1*time.Minute + 30*time.Second,',
      '+\t\t\tIdleConnTimeout:     55 * time.Second,',
      '+\t\t\tMaxConnsPerHost:     128,',
    ])
  })

  test('is left alone where it says the same in other words', () => {
    const wanted = { ...wantedSample, idleTimeoutMs: 90_000, maxIdlePerHost: 10, maxConnsPerHost: Infinity }
    expect(edit(go(literalSource), wanted)).toMatchObject({ kind: 'unchanged', place: { line: 25 } })
    const same =
      'tr := &http.Transport{MaxIdleConnsPerHost: 0x40, MaxConnsPerHost: 1 << 7, IdleConnTimeout: 55e9}'
    expect(edit(body([same])).kind).toBe('unchanged')
    const sum =
      'tr := &http.Transport{MaxIdleConnsPerHost: (8+8) * 4, MaxConnsPerHost: int(0b1000_0000), IdleConnTimeout: time.Duration(55) * time.Second}'
    expect(edit(body([sum])).kind).toBe('unchanged')
  })

  test('of one line stays on one line', () => {
    const line = (text: string) => editedLines(body([text], ['net/http'])).at(-1)
    expect(line('tr := &http.Transport{}')).toBe(
      '+\ttr := &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 128, IdleConnTimeout: 55 * 1e9}',
    )
    expect(line('tr := &http.Transport{MaxConnsPerHost: 5,}')).toBe(
      '+\ttr := &http.Transport{MaxConnsPerHost: 128, MaxIdleConnsPerHost: 64, IdleConnTimeout: 55 * 1e9,}',
    )
    expect(line('tr := &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 5 /* few */}')).toBe(
      '+\ttr := &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 128, IdleConnTimeout: 55 * 1e9 /* few */}',
    )
  })

  test('that is empty gets lines of its own', () => {
    const file = body(['tr := &http.Transport{ // empty', '\t// nothing yet', '}'])
    expect(editedText(file)).toBe(
      body([
        'tr := &http.Transport{ // empty',
        '\tMaxIdleConnsPerHost: 64,',
        '\tMaxConnsPerHost:     128,',
        '\tIdleConnTimeout:     55 * time.Second,',
        '\t// nothing yet',
        '}',
      ]).text,
    )
  })

  test('has 0 for no timeout and no limit, and 2^31 - 1 for no idle cap', () => {
    expect(editedLines(go(literalSource), unlimited).filter((line) => line.startsWith('+'))).toEqual([
      '+\t\t\tMaxIdleConns:        0,  // all hosts',
      '+\t\t\tMaxIdleConnsPerHost: 1<<31 - 1, /* was 2 */',
      '+\t\t\tIdleConnTimeout:     0,',
    ])
  })

  test('keeps no connection with a negative idle cap', () => {
    expect(editedLines(go(literalSource), noReuse)).toEqual([
      '-\t\t\tMaxIdleConnsPerHost: 10, /* was 2 */',
      '+\t\t\tMaxIdleConnsPerHost: -1, /* was 2 */',
      '+\t\t\tMaxConnsPerHost:     128,',
    ])
    const off = body(['tr := &http.Transport{DisableKeepAlives: true, MaxConnsPerHost: 128}'])
    expect(edit(off, noReuse).kind).toBe('unchanged')
    expect(editedText(off)).toContain(
      'DisableKeepAlives: false, MaxConnsPerHost: 128, MaxIdleConnsPerHost: 64',
    )
  })

  test('with CRLF gets CRLF', () => {
    const file = body(['tr := &http.Transport{', '\tMaxIdleConns: 200,', '}'])
    const crlf = go(file.text.replaceAll('\n', '\r\n'))
    expect(editedText(crlf)).toBe(editedText(file).replaceAll('\n', '\r\n'))
    expect(editedText(file)).toContain('\tMaxIdleConns: 200,\n\n\t\tMaxIdleConnsPerHost: 64,\n')
  })

  test('without names for its fields is refused', () => {
    expect(refusal(body(['tr := &http.Transport{nil}']))).toBe(
      'client.go:6:9: http.Transport literal (tr) has fields without names: name them',
    )
  })
})

describe('a clone of http.DefaultTransport', () => {
  test('gets assignments behind those it has, and a note on the cap over all hosts', () => {
    expect(editedLines(go(cloneSource))).toEqual([
      '-\ttr.MaxIdleConnsPerHost = 100 // default 2',
      '+\ttr.MaxIdleConnsPerHost = 64 // default 2',
      '+\ttr.MaxConnsPerHost = 128',
      '+\ttr.IdleConnTimeout = 55 * time.Second',
    ])
    expect(edit(go(cloneSource))).toMatchObject({
      notes: [
        'MaxIdleConns 100 caps the idle connections of all hosts together: set it to 0 if the Transport talks to more than 1 of them.',
      ],
    })
  })

  test('has 90 s and a cap over all hosts of 100 unless it is told otherwise', () => {
    const wanted = { idleTimeoutMs: 90_000, maxIdlePerHost: 101, maxConnsPerHost: Infinity }
    expect(editedLines(go(cloneSource), wanted)).toEqual([
      '-\ttr.MaxIdleConnsPerHost = 100 // default 2',
      '+\ttr.MaxIdleConnsPerHost = 101 // default 2',
      '+\ttr.MaxIdleConns = 0',
    ])
    expect(editedLines(go(cloneSource), unlimited)).toContain(
      '+\ttr.MaxIdleConnsPerHost = math.MaxInt32 // default 2',
    )
  })

  test('that no variable of a function holds is refused', () => {
    const inCall = body(['use(http.DefaultTransport.(*http.Transport).Clone())'])
    expect(refusal(inCall)).toContain('is not held by a variable of a function: assign it to one first')
    const inPackage = go(
      'package p\nimport "net/http"\nvar tr = http.DefaultTransport.(*http.Transport).Clone()\n',
    )
    expect(refusal(inPackage)).toMatch(/^client.go:3:10: clone of http.DefaultTransport \(tr\) is not held/)
  })

  test('is known through a variable for http.DefaultTransport', () => {
    const file = body([
      't, ok := http.DefaultTransport.(*http.Transport)',
      'c := t.Clone()',
      'c.MaxIdleConns = 0',
    ])
    expect(placesIn(file).map(({ title }) => title)).toEqual(['clone of t (c)'])
    expect(editedLines(file)).toEqual([
      '+\tc.MaxIdleConnsPerHost = 64',
      '+\tc.MaxConnsPerHost = 128',
      '+\tc.IdleConnTimeout = 55 * time.Second',
    ])
  })
})

test('other ways to make a Transport are found', () => {
  const variable = body(['var tr http.Transport', 'tr.MaxConnsPerHost = 5'])
  const added = ['+\ttr.MaxIdleConnsPerHost = 64', '+\ttr.IdleConnTimeout = 55 * time.Second']
  expect(editedLines(variable)).toEqual([
    '-\ttr.MaxConnsPerHost = 5',
    '+\ttr.MaxConnsPerHost = 128',
    ...added,
  ])
  expect(editedLines(body(['tr := new(http.Transport)', '', 'use(tr)']))).toHaveLength(3)
  const itself = body(['http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 64'])
  expect(editedLines(itself)).toEqual([
    '+\thttp.DefaultTransport.(*http.Transport).MaxConnsPerHost = 128',
    '+\thttp.DefaultTransport.(*http.Transport).IdleConnTimeout = 55 * time.Second',
  ])
  expect(editedLines(body(['s.tr = &http.Transport{}', 's.tr.MaxConnsPerHost = 3']))).toContain(
    '+\ts.tr.MaxConnsPerHost = 128',
  )
})

test('of several pools the one on the line is changed', () => {
  const { text } = body(['a := &http.Transport{}', 'b := a.Clone()', 'b.MaxConnsPerHost = 1'])
  expect(refusal(go(text))).toBe(
    'client.go: there are 2 places that could be meant: client.go:6 http.Transport literal (a); client.go:7 clone of a (b). Name one by its line (--line)',
  )
  expect(editedLines(go(text, 7))).toEqual([
    '-\tb.MaxConnsPerHost = 1',
    '+\tb.MaxConnsPerHost = 128',
    '+\tb.MaxIdleConnsPerHost = 64',
    '+\tb.IdleConnTimeout = 55 * time.Second',
  ])
})

test('another package called http, and another Transport, are not meant', () => {
  expect(refusal(go('package p\nimport "example.com/http"\nvar t = http.Transport{}\n'))).toContain(
    'there is no',
  )
  const shadowed = body(['http := other{}', 'tr := http.Transport{}'])
  expect(refusal(shadowed)).toContain('there is no Go net/http pool in this Go source file')
})

describe('a value that is not plain', () => {
  test('is refused where it comes from elsewhere', () => {
    expect(refusal(body(['tr := &http.Transport{MaxIdleConnsPerHost: cfg.Idle}']))).toBe(
      'client.go:6:45: MaxIdleConnsPerHost is set from cfg.Idle: change it where that comes from',
    )
    expect(refusal(body(['var n = 4', 'tr := &http.Transport{MaxConnsPerHost: n}']))).toContain(
      'is set from n:',
    )
  })

  test('is refused where it depends on a condition', () => {
    const file = body(['tr := &http.Transport{}', 'if x {', '\ttr.MaxConnsPerHost = 9', '}'])
    expect(refusal(file)).toBe(
      'client.go:8:24: MaxConnsPerHost is set more than once, or under a condition: change it by hand',
    )
    expect(refusal(body(['tr := new(http.Transport)', 'tr.MaxConnsPerHost += 2']))).toContain('+= 2')
    const branches = [
      'if x {',
      '\ttr = &http.Transport{MaxConnsPerHost: 3}',
      '} else {',
      '\ttr = new(http.Transport)',
      '}',
    ]
    expect(refusal(go(body([...branches, 'tr.MaxConnsPerHost = 7']).text, 7))).toContain('set more than once')
  })

  test('is only noted where it may undo the others', () => {
    const file = body(['tr := &http.Transport{MaxIdleConns: cfg.N}'])
    expect(edit(file)).toMatchObject({
      kind: 'edited',
      notes: [
        'MaxIdleConns is set from cfg.N, and is left as it is: see that it does not undo the settings.',
      ],
    })
  })

  test('is changed in the constant behind it that nothing else uses', () => {
    const file = body([
      'const idle = 5',
      'tr := &http.Transport{MaxIdleConnsPerHost: idle, MaxConnsPerHost: 128}',
    ])
    expect(editedLines(file).slice(0, 4)).toContain('+\tconst idle = 64')
    const twice = body([
      'const n = 5',
      'tr := &http.Transport{MaxIdleConnsPerHost: n, MaxConnsPerHost: 2 * n}',
    ])
    expect(refusal(twice)).toContain('MaxIdleConnsPerHost is set from n: change it where that comes from')
    const exported = body(['const N = 5', 'tr := &http.Transport{MaxIdleConnsPerHost: N}'])
    expect(refusal(exported)).toContain('is set from N')
  })
})

describe('imports', () => {
  test('that are not needed any more are taken away, since Go does not compile them', () => {
    const file = body(['tr := &http.Transport{IdleConnTimeout: 90 * time.Second}'])
    expect(editedLines(file, { ...unlimited, maxIdlePerHost: 2 })).toEqual([
      '-import "time"',
      '-\ttr := &http.Transport{IdleConnTimeout: 90 * time.Second}',
      '+\ttr := &http.Transport{IdleConnTimeout: 0}',
    ])
  })

  test('are not used where a variable has their name', () => {
    const file = body(['time := 3', 'tr := &http.Transport{}'])
    expect(editedText(file, { ...wantedSample, idleTimeoutMs: 4999.7 })).toContain(
      'IdleConnTimeout: 4999 * 1e6}',
    )
  })
})

test('a syntax error is told with its place', () => {
  expect(refusal(body(['tr := &http.Transport{MaxConnsPerHost: 5']))).toBe(
    'client.go:8:1: the syntax is wrong here: something is missing in the block',
  )
  expect(refusal(go('package p\nfunc f() {\n\tx := ]\n}\n'))).toMatch(
    /^client.go:3:7: the syntax is wrong here/,
  )
})

test('names that are too long for the column of the others are set apart, so that these stay', () => {
  const literal = ['tr := &http.Transport{', '\tProxy: nil,', '}']
  expect(editedLines(body(literal))).toEqual([
    '+',
    '+\t\tMaxIdleConnsPerHost: 64,',
    '+\t\tMaxConnsPerHost:     128,',
    '+\t\tIdleConnTimeout:     55 * time.Second,',
  ])
  const multiLine = ['tr := &http.Transport{', '\tProxy: func() {', '\t},', '}']
  expect(editedLines(body(multiLine))).not.toContain('+')
})
