import { describe, expect, it } from 'vitest'
import { filesOf } from '../machine/system-files.fixture.ts'
import { readSurroundings } from './read-surroundings.ts'

const limitsOf = (soft: number | 'unlimited') =>
  `Max open files            ${soft}                 524288               files     \n`

const linux = filesOf(
  {
    '/proc/self/limits': limitsOf(1024),
    '/proc/4711/limits': limitsOf('unlimited'),
    '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
    '/proc/sys/net/ipv4/tcp_tw_reuse': '2\n',
  },
  { '/proc/self/fd': 24 },
)

const shop = { target: { builtin: 'shop', tls: false } } as const
const url = 'http://shop.example'

describe('readSurroundings', () => {
  it('gives the built-in target the limits of this process', () => {
    expect(readSurroundings(shop, true, linux)).toEqual({
      localPorts: 28_232,
      portHeldMs: 60_000,
      openFiles: 1024,
      serverOpenFiles: 1024,
      tls: true,
    })
  })

  it('asks a process that was named, and knows nothing of others', () => {
    expect(readSurroundings({ target: { url, pid: 4711 } }, false, linux).serverOpenFiles).toBe('unlimited')
    expect(readSurroundings({ target: { url, pid: 4712 } }, false, linux).serverOpenFiles).toBeNull()
    expect(readSurroundings({ target: { url } }, false, linux).serverOpenFiles).toBeNull()
    expect(readSurroundings(null, false, linux).serverOpenFiles).toBeNull()
  })

  it('knows nothing where there is no /proc', () => {
    expect(readSurroundings(shop, false, filesOf({}))).toEqual({
      localPorts: null,
      portHeldMs: 60_000,
      openFiles: null,
      serverOpenFiles: null,
      tls: false,
    })
  })
})
