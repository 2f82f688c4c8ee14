import { describe, expect, test } from 'vitest'
import {
  edit,
  editedLines,
  editedText,
  noReuse,
  refusal,
  type SourceFile,
  unlimited,
  wantedSample,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { caddyfileDialect } from './caddyfile-dialect.ts'
import { blockSource, shortSource, sitesSource } from './caddyfile-source.fixture.ts'

const file = (text: string, more: Partial<SourceFile> = {}): SourceFile => ({
  dialect: caddyfileDialect,
  client: 'caddy',
  name: 'Caddyfile',
  text,
  ...more,
})

/** A site whose transport has these options. */
const site = (...options: readonly string[]) =>
  [
    ':80 {',
    '\treverse_proxy a:1 {',
    '\t\ttransport http {',
    ...options.map((option) => `\t\t\t${option}`),
    '\t\t}',
    '\t}',
    '}',
    '',
  ].join('\n')

describe('a reverse_proxy of Caddy', () => {
  test('has its values replaced, and what is missing added behind them', () => {
    expect(editedLines(file(sitesSource))).toEqual([
      '-				keepalive   90s   # was 2m',
      '-				keepalive_idle_conns 10',
      '-				max_conns_per_host "12"',
      '+				keepalive   55s   # was 2m',
      '+				keepalive_idle_conns 0',
      '+				max_conns_per_host "128"',
      '+				keepalive_idle_conns_per_host 64',
    ])
  })

  test.each([sitesSource, shortSource, blockSource])('keeps the ends of lines: %#', (text) => {
    const crlf = text.replaceAll('\n', '\r\n')
    expect(editedText(file(crlf))).toBe(editedText(file(text)).replaceAll('\n', '\r\n'))
  })

  test('has the blocks opened that are not there, before the comment', () => {
    expect(editedText(file(shortSource))).toBe(`:80

reverse_proxy /api/* localhost:8080 {   # no block
	transport http {
		keepalive 55s
		keepalive_idle_conns_per_host 64
		max_conns_per_host 128
	}
}
`)
    expect(editedText(file('reverse_proxy a:1'))).toBe(
      'reverse_proxy a:1 {\n\ttransport http {\n\t\tkeepalive 55s\n\t\tkeepalive_idle_conns_per_host 64\n\t\tmax_conns_per_host 128\n\t}\n}',
    )
  })

  test('has the options in the indentation of the file', () => {
    expect(editedLines(file(blockSource))).toEqual([
      '+        keepalive 55s',
      '+        keepalive_idle_conns_per_host 64',
      '+        max_conns_per_host 128',
    ])
    const bare = 'a.com {\n  reverse_proxy {\n    to b:1 c:1 # two\n  }\n}\n'
    expect(editedText(file(bare))).toBe(`a.com {
  reverse_proxy {
    to b:1 c:1 # two
    transport http {
      keepalive 55s
      keepalive_idle_conns_per_host 64
      max_conns_per_host 128
    }
  }
}
`)
  })

  test('has a transport without options filled', () => {
    for (const text of ['transport http', 'transport http {\n\t\t# none yet\n\t\t}']) {
      const whole = `:80 {\n\treverse_proxy a:1 {\n\t\t${text}\n\t}\n}\n`
      expect(
        editedLines(file(whole), { ...unlimited, maxIdlePerHost: 7 }).filter((line) => line[0] === '+'),
      ).toEqual(
        expect.arrayContaining(['+\t\t\tkeepalive 31536000s', '+\t\t\tkeepalive_idle_conns_per_host 7']),
      )
    }
  })

  test('has nothing to be written where the defaults are wanted', () => {
    const wanted = { idleTimeoutMs: 120_000, maxIdlePerHost: 32, maxConnsPerHost: Infinity }
    expect(edit(file(shortSource), wanted).kind).toBe('unchanged')
    expect(edit(file(site('keepalive 2m', 'keepalive_idle_conns_per_host 32')), wanted).kind).toBe(
      'unchanged',
    )
    expect(edit(file(site('max_conns_per_host 0', 'dial_timeout 1s')), wanted).kind).toBe('unchanged')
  })

  test('has the defaults written beside an option, which drops them in earlier versions', () => {
    const wanted = { idleTimeoutMs: 120_000, maxIdlePerHost: 32, maxConnsPerHost: Infinity }
    expect(editedLines(file(site('keepalive 120s')), wanted)).toEqual([
      '+\t\t\tkeepalive_idle_conns_per_host 32',
    ])
    expect(editedText(file(site('keepalive 0', 'keepalive_idle_conns_per_host 0')), wanted)).toBe(
      site('keepalive 120s', 'keepalive_idle_conns_per_host 32'),
    )
  })

  test.each(['55s', '55000ms', '0m55s', '"55s"'])('reads a timeout of %s as 55 s', (time) => {
    const text = site(`keepalive ${time}`, 'keepalive_idle_conns_per_host 64', 'max_conns_per_host 128')
    expect(edit(file(text)).kind).toBe('unchanged')
  })

  test('is told of no limit by what stands for it', () => {
    const text = site('keepalive 1s', 'keepalive_idle_conns_per_host 1', 'max_conns_per_host 1')
    expect(editedText(file(text), unlimited)).toBe(
      site('keepalive 31536000s', 'keepalive_idle_conns_per_host 2147483647', 'max_conns_per_host 0'),
    )
    expect(edit(file(text), unlimited)).toMatchObject({
      notes: [
        'keepalive has no word for never: a year (31536000s) stands for it.',
        'keepalive_idle_conns_per_host 0 would mean 32: the largest number stands for no limit.',
      ],
    })
  })

  test('is told to reuse nothing, and to reuse again', () => {
    const off = site('keepalive off', 'max_conns_per_host 128')
    expect(editedText(file(site('keepalive 5s', 'max_conns_per_host 128')), noReuse)).toBe(off)
    expect(edit(file(off), noReuse).kind).toBe('unchanged')
    expect(editedText(file(off))).toBe(
      site('keepalive 55s', 'max_conns_per_host 128', 'keepalive_idle_conns_per_host 64'),
    )
  })

  test('has to be named where there are several, in snippets and in responses as well', () => {
    const text = `(proxy) {
	reverse_proxy {args[0]}
}
a.com {
	handle_path /x {
		reverse_proxy h2c://x:1 {
			handle_response {
				reverse_proxy y:1
			}
		}
	}
	map {path} {to} {
		reverse_proxy z:1
	}
	reverse_proxy fc:1 {
		transport fastcgi
	}
	import proxy b:1
}
`
    expect(refusal(file(text))).toBe(
      'Caddyfile: there are 3 places that could be meant: Caddyfile:2 reverse_proxy {args[0]}; Caddyfile:6 reverse_proxy h2c://x:1; Caddyfile:8 reverse_proxy y:1. Name one by its line (--line)',
    )
    expect(
      editedLines(file(text, { line: 8 }), { ...unlimited, idleTimeoutMs: 120_000, maxIdlePerHost: 32 }),
    ).toEqual([])
    expect(editedLines(file(text, { line: 8 }), noReuse)).toEqual([
      '-				reverse_proxy y:1',
      '+				reverse_proxy y:1 {',
      '+					transport http {',
      '+						keepalive off',
      '+						max_conns_per_host 128',
      '+					}',
      '+				}',
    ])
  })

  test.each([
    ['keepalive {$IDLE}', '14: keepalive is set from {$IDLE}: change it where that comes from'],
    ['keepalive soon', "14: keepalive is 'soon', which cannot be read: correct it first"],
    ['keepalive 1s\nkeepalive 2s', '1: keepalive is there already: remove one'],
    ['keepalive', '4: keepalive has no value'],
    ['import pool', '4: pool is imported here and may set the transport: change it there'],
  ])('is left alone with %s', (option, message) => {
    const line = option.includes('\n') ? 5 : 4
    expect(refusal(file(site(option)))).toBe(`Caddyfile:${line}:${message}`)
  })

  test('is left alone where a snippet may hold the transport', () => {
    expect(refusal(file(':80 {\n\treverse_proxy a:1 {\n\t\timport defaults\n\t}\n}\n'))).toBe(
      'Caddyfile:3:3: defaults is imported here and may set the transport: change it there',
    )
  })

  test.each([
    [':80 {', '1:1: the block of this line is not closed'],
    [':80 {\n}\n}', '3:1: this } closes no block'],
    [':80\n{\n}', '2:1: { belongs at the end of the line before'],
    [':80 { respond x\n}', '1:6: a new line is expected after {'],
    [':80 {\nrespond x }', '2:11: } belongs on a line of its own'],
    [':80 {\n} x', '2:2: a new line is expected after }'],
    [':80 {}', '1:5: {} is no block: leave it out'],
    [':80 {\nrespond "}"\n}', '2:9: a brace alone in quotation marks may be taken for one of a block'],
    ['respond "a', '1:9: this " is not closed'],
    ['respond `a', '1:9: this ` is not closed'],
    ['respond <<E\nx', '1:9: this heredoc does not end with E'],
    ['respond <<E\nxE', '2:2: E ends the heredoc here: name it by a word that is not in it'],
    ['respond <<\n', '1:9: this heredoc needs a marker of letters, digits, - or _, and a new line'],
    [
      'respond a # \\b\n',
      '1:13: a backslash in this comment may join two lines: put the comment on a line of its own',
    ],
    ['reverse_proxy a {\ntransport http\ntransport http\n}', '3:1: transport is there already'],
  ])('is not searched for in a file with errors: %s', (text, message) => {
    expect(refusal(file(text))).toBe(`Caddyfile:${message}`)
  })

  test.each([
    ['Caddyfile', true],
    ['Caddyfile.prod', true],
    ['api.caddy', true],
    ['site.caddyfile', true],
    ['caddy.json', false],
  ])('is looked for in %s: %s', (name, isRead) => {
    expect(caddyfileDialect.reads(name)).toBe(isRead)
  })

  test('says that requests wait at the limit', () => {
    expect(edit(file(site('keepalive 1s')), wantedSample)).toMatchObject({
      notes: ['At max_conns_per_host a request waits without a limit, until its client gives up.'],
    })
  })
})
