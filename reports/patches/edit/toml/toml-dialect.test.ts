import { describe, expect, test } from 'vitest'
import { changedLines, edit, edited, noReuse, wantedSample } from '../json/edit-tree.fixture.ts'

const staticFile = `\
# maxIdleConnsPerHost = 1
[entryPoints]
  [entryPoints.web]
    address = ":80" # [serversTransport]

[serversTransport]
  insecureSkipVerify = true
  maxIdleConnsPerHost =   7   # few
  [serversTransport.forwardingTimeouts]
    dialTimeout = "1s"
    idleConnTimeout = '90s'

[log]
  level = "INFO"`

describe('Traefik’s configuration in TOML', () => {
  test('has its values replaced, quotes kept', () => {
    expect(edit('traefik.toml', 'traefik', staticFile)).toMatchObject({
      kind: 'edited',
      text: staticFile.replace('=   7 ', '=   64 ').replace("'90s'", "'55s'"),
      place: { title: 'serversTransport', line: 6 },
    })
    const dos = staticFile.replaceAll('\n', '\r\n')
    expect(edited('traefik.toml', 'traefik', dos)).toBe(
      dos.replace('=   7 ', '=   64 ').replace("'90s'", "'55s'"),
    )
  })

  test('is left alone where it says the same in other words', () => {
    const same = staticFile.replace('=   7 ', '=   6_4 ').replace("'90s'", '55')
    expect(edited('traefik.toml', 'traefik', same)).toBe('unchanged')
    expect(
      edited('traefik.toml', 'traefik', staticFile.replace('=   7 ', '=   -2 '), { wanted: noReuse }),
    ).toBe('unchanged')
  })

  test('gets what is missing in the table, indented as that is', () => {
    const text = staticFile.replace(/ {2}maxIdle[^]*(?=\n\n\[log\])/, '').replace('true\n', 'true # no')
    expect(changedLines(text, edited('traefik.toml', 'traefik', text))).toEqual([
      '+   maxIdleConnsPerHost = 64',
      '+ ',
      '+   [serversTransport.forwardingTimeouts]',
      '+     idleConnTimeout = "55s"',
    ])
    const none = '[providers.docker]\r\n'
    expect(edited('traefik.toml', 'traefik', none)).toBe(
      '[providers.docker]\r\n\r\n[serversTransport]\r\nmaxIdleConnsPerHost = 64\r\n\r\n[serversTransport.forwardingTimeouts]\r\nidleConnTimeout = "55s"\r\n',
    )
  })

  test('is written as dotted names, or inline, where it is so', () => {
    const dotted = 'serversTransport.maxIdleConnsPerHost = 4 # few\nlog.level = "INFO"\n'
    expect(edited('traefik.toml', 'traefik', dotted)).toBe(
      'serversTransport.maxIdleConnsPerHost = 64 # few\nserversTransport.forwardingTimeouts.idleConnTimeout = "55s"\nlog.level = "INFO"\n',
    )
    const inline = 'serversTransport = { maxIdleConnsPerHost = 4, forwardingTimeouts = {} }\n'
    expect(edited('traefik.toml', 'traefik', inline)).toBe(
      'serversTransport = { maxIdleConnsPerHost = 64, forwardingTimeouts = { idleConnTimeout = "55s" } }\n',
    )
  })

  test('names transports by their tables, one without a header of its own as well', () => {
    const dynamic = `\
[http.serversTransports."a b".forwardingTimeouts]
  idleConnTimeout = 90
[http.serversTransports.c]
maxIdleConnsPerHost = 0
[[http.services.x.loadBalancer.servers]]
url = "http://127.0.0.1"
`
    expect(edited('dynamic.toml', 'traefik', dynamic)).toMatch(/there are 2 places/)
    expect(changedLines(dynamic, edited('dynamic.toml', 'traefik', dynamic, { line: 1 }))).toEqual([
      '- [http.serversTransports."a b".forwardingTimeouts]',
      '-   idleConnTimeout = 90',
      '+ [http.serversTransports."a b"]',
      '+ maxIdleConnsPerHost = 64',
      '+ ',
      '+ [http.serversTransports."a b".forwardingTimeouts]',
      '+   idleConnTimeout = 55',
    ])
    const wanted = { ...wantedSample, idleTimeoutMs: 90_000, maxIdlePerHost: 2 }
    expect(edited('dynamic.toml', 'traefik', dynamic, { line: 3, wanted })).toBe('unchanged')
  })

  test('is refused where it is no TOML, or a template', () => {
    expect(edited('traefik.toml', 'traefik', '[serversTransport]\nmaxIdleConnsPerHost = = 7\n')).toMatch(
      /^refused: traefik\.toml:2:23: this is no TOML: /,
    )
    const computed = staticFile.replace("'90s'", '"{{ env `IDLE` }}"')
    expect(edited('traefik.toml', 'traefik', computed)).toBe(
      'refused: traefik.toml:11:23: idleConnTimeout is set from {{ env `IDLE` }}: change it where that comes from',
    )
  })
})
