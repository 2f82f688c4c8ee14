import { describe, expect, it } from 'vitest'
import { filesOf } from './system-files.fixture.ts'
import { countConnectionsTo, readConnectionsTo } from './tcp-table.ts'

const HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'

function row(number: number, local: string, remote: string, state: string): string {
  return `${String(number).padStart(4)}: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 1065 1 0000 100 0 0 10 0\n`
}

/** Port 8088 is 1F98. */
const TCP =
  HEADER +
  row(0, '0100007F:1F98', '00000000:0000', '0A') +
  row(1, '0100007F:9C40', '0100007F:1F98', '01') +
  row(2, '0100007F:1F98', '0100007F:9C40', '01') +
  row(3, '0100007F:9C41', '0100007F:1F98', '06') +
  row(4, '0100007F:9C42', '0100007F:1F98', '06') +
  row(5, '0100007F:1F98', '0100007F:9C43', '06') +
  row(6, '0100007F:9C44', '0100007F:1F99', '06') +
  row(7, '0A00A8C0:9C45', '0200007F:1F98', '01')
const LOOPBACK_6 = '00000000000000000000000001000000'
const MAPPED = '0000000000000000FFFF00000100007F'
const TCP6 =
  HEADER +
  row(0, `${LOOPBACK_6}:9C40`, `${LOOPBACK_6}:1F98`, '02') +
  row(1, `${MAPPED}:9C50`, `${MAPPED}:1F98`, '08') +
  row(2, 'B80D0120000000000000000001000000:9C50', 'B80D0120000000000000000002000000:1F98', '06')

describe('connections to an address', () => {
  it('are those whose remote end it is, whichever table they are in', () => {
    expect(countConnectionsTo({ host: '127.0.0.1', port: 8088 }, [TCP, TCP6])).toEqual({
      inUse: 2,
      timeWait: 2,
    })
    expect(countConnectionsTo({ host: '127.0.0.1', port: 8089 }, [TCP, TCP6])).toEqual({
      inUse: 0,
      timeWait: 1,
    })
    expect(countConnectionsTo({ host: '127.0.0.2', port: 8088 }, [TCP, TCP6])).toEqual({
      inUse: 1,
      timeWait: 0,
    })
  })

  it('are found by any way of writing an IPv6 address', () => {
    expect(countConnectionsTo({ host: '::1', port: 8088 }, [TCP, TCP6])).toEqual({ inUse: 1, timeWait: 0 })
    for (const host of ['2001:db8::2', '2001:0DB8:0:0:0:0:0:2']) {
      expect(countConnectionsTo({ host, port: 8088 }, [TCP6])).toEqual({ inUse: 0, timeWait: 1 })
    }
    expect(countConnectionsTo({ host: '::ffff:127.0.0.1', port: 8088 }, [TCP])).toEqual({
      inUse: 1,
      timeWait: 2,
    })
  })

  it('are none for a name', () => {
    expect(countConnectionsTo({ host: 'localhost', port: 8088 }, [TCP])).toEqual({ inUse: 0, timeWait: 0 })
  })

  it('are not known where there are no tables', () => {
    const address = { host: '127.0.0.1', port: 8088 }
    expect(readConnectionsTo(address, filesOf({}))).toBeNull()
    expect(readConnectionsTo(address, filesOf({ '/proc/net/tcp': TCP }))).toEqual({ inUse: 1, timeWait: 2 })
  })
})
