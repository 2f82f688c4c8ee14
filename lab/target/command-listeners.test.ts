import { expect, test } from 'vitest'
import { parseListeners } from './command-listeners.ts'

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'

test('reads the lines of sockets that listen, of IPv4 and of IPv6', () => {
  const tcp = `${HEAD}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 52341 1 0 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17 1 0 100 0 0 10 0
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 52399 1 0 20 4 30 10 -1
`
  expect(parseListeners(tcp)).toEqual([
    { host: '127.0.0.1', port: 8080, inode: '52341' },
    { host: '0.0.0.0', port: 22, inode: '17' },
  ])
  const tcp6 = `${HEAD}   0: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 88 1 0 100 0 0 10 0
   1: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 89 1 0 100 0 0 10 0
`
  expect(parseListeners(tcp6)).toEqual([
    { host: '[::1]', port: 3000, inode: '88' },
    { host: '[::]', port: 80, inode: '89' },
  ])
  expect(parseListeners('')).toEqual([])
})
