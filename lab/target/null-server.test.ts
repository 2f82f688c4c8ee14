import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createNullServer, type NullServer } from './null-server.ts'
import { type NullTarget, startNullTarget } from './start-null-target.ts'

const HEAD = 'GET /a HTTP/1.1\r\nhost: here\r\n\r\n'
const LENGTH_OF_ANSWER =
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok'
    .length

describe('a null server', () => {
  let server: NullServer
  let socket: Socket

  afterEach(() => {
    socket.destroy()
    server.close()
  })

  async function open(): Promise<void> {
    server = createNullServer()
    socket = connect({ port: await server.listen(0), host: '127.0.0.1', noDelay: true })
  }

  it('answers pipelined requests and ones that come in pieces, on one connection', async () => {
    await open()
    socket.write(HEAD + HEAD + HEAD.slice(0, -3))
    expect(await read(socket, 2 * LENGTH_OF_ANSWER)).toMatch(/^(HTTP\/1\.1 200 OK\r\n[^]*?\r\n\r\nok){2}$/)
    socket.write(`${HEAD.slice(-3)}${HEAD}`)
    await read(socket, 2 * LENGTH_OF_ANSWER)
    expect(server.requests).toBe(4)
  })
})

describe('a null target', () => {
  it('answers in a process of its own, counts, and is gone when it has been stopped', async () => {
    const target: NullTarget = await startNullTarget()
    try {
      expect(target.pid).not.toBe(process.pid)
      for (let i = 0; i < 3; i++) expect(await (await fetch(target.origin)).text()).toBe('ok')
      expect(await target.requests()).toBe(3)
    } finally {
      await target.stop()
    }
    expect(await target.exited).toEqual({ code: 0, signal: null })
    expect(() => process.kill(target.pid, 0)).toThrow('ESRCH')
    await target.stop()
  })
})

function read(socket: Socket, length: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const take = (bytes: Buffer): void => {
      text += bytes.toString()
      if (text.length < length) return
      socket.off('data', take)
      resolve(text)
    }
    socket.on('data', take).once('error', reject)
  })
}
