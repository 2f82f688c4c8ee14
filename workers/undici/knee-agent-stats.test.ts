import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, describe, expect, test } from 'vitest'
import { request } from 'undici/index.js'
import { answerOk, cleanUp, refusingOrigin, serve } from '../pool-workbench.fixture.ts'
import { OK, until } from '../scripted-server.fixture.ts'
import type { ConnectionEvent } from './agent-events.ts'
import { agentWith, note, NotingHandler } from './agent-workbench.fixture.ts'
import { KneeAgent } from './knee-agent.ts'

afterEach(cleanUp)

describe('the stats', () => {
  test('of an agent that has done nothing hold no points', () => {
    for (const { points } of Object.values(new KneeAgent().stats())) expect(points).toEqual([])
  })

  test('say for each origin what is open and under way', async () => {
    const server = await serve(({ path }, socket) => {
      if (path !== '/slow') socket.write(OK)
    })
    const agent = agentWith({ maxConnsPerHost: 2 })
    const handlers = ['/', '/slow'].map((path) => note(agent, server.origin, { path }))
    await until('one is left', () => handlers[0]?.ends === 1 && server.seen.length === 2)
    const origin = { 'server.address': '127.0.0.1', 'server.port': server.port, 'url.scheme': 'http' }
    const stats = agent.stats()
    expect(stats['http.client.open_connections']).toEqual({
      unit: '{connection}',
      points: [
        { attributes: { ...origin, 'http.connection.state': 'active' }, value: 1 },
        { attributes: { ...origin, 'http.connection.state': 'idle' }, value: 1 },
      ],
    })
    expect(stats['http.client.active_requests']).toEqual({
      unit: '{request}',
      points: [{ attributes: origin, value: 1 }],
    })
    expect(stats['kneepoint.client.connection.dials'].points).toEqual([{ attributes: origin, value: 2 }])
    expect(structuredClone(stats)).toEqual(stats)
  })

  test('have a distribution for each method and outcome, in seconds', async () => {
    const server = await serve(({ path }, socket) => {
      if (path === '/none') socket.write('HTTP/1.1 404 None\r\ncontent-length: 0\r\n\r\n')
      else if (path === '/half') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok')
      else if (path !== '/silent') socket.write(OK)
    })
    const agent = agentWith()
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/'],
      ['GET', '/none'],
      ['BREW', '/'],
      ['GET', '/half'],
    ] as const) {
      const handler = note(agent, server.origin, { method: method as 'GET', path })
      await until('it has ended', () => handler.ends === 1)
    }
    const silent = note(agent, server.origin, { path: '/silent' })
    silent.controller?.abort(new Error('given up'))
    const { unit, points } = agent.stats()['http.client.request.duration']
    expect(unit).toBe('s')
    const told = points.map(({ attributes, count }) => [
      attributes['http.request.method'],
      attributes['http.response.status_code'],
      attributes['error.type'],
      count,
    ])
    expect(told).toEqual([
      ['GET', 200, undefined, 2],
      ['GET', 404, '404', 1],
      ['GET', 200, 'UND_ERR_SOCKET', 1],
      ['GET', undefined, undefined, 1],
      ['_OTHER', 200, undefined, 1],
    ])
    for (const { sum, max, p50, p90, p99, count } of points) {
      expect(0 <= p50 && p50 <= p90 && p90 <= p99 && p99 <= max).toBe(true)
      expect(max <= sum * 1.001 && sum <= count * max * 1.001).toBe(true)
    }
    const [wait] = agent.stats()['kneepoint.client.connection.wait_time'].points
    const [use] = agent.stats()['kneepoint.client.connection.use_time'].points
    expect([wait?.count, use?.count]).toEqual([5, 5])
    const [duration] = agent.stats()['http.client.connection.duration'].points
    expect(duration?.count).toBe(1)
    expect(agent.stats()['kneepoint.client.connection.closes'].points).toMatchObject([
      { attributes: { 'kneepoint.close.reason': 'failed' }, value: 1 },
    ])
  })

  test('measure so many origins each for itself, and the others together', async () => {
    const origins = 130
    const many = agentWith()
    const servers = await Promise.all(Array.from({ length: origins }, () => serve(answerOk)))
    for (const { origin } of servers) await (await request(origin, { dispatcher: many })).body.text()
    const { points } = many.stats()['http.client.request.duration']
    expect(points).toHaveLength(101)
    expect(points.at(-1)).toMatchObject({
      count: origins - 100,
      attributes: { 'otel.metric.overflow': true, 'http.response.status_code': 200 },
    })
    expect(many.stats()['http.client.active_requests'].points).toHaveLength(origins)
  })
})

describe('the events', () => {
  test('tell of every step of a connection, with its age and requests', async () => {
    const server = await serve(answerOk)
    const agent = agentWith({ maxRequestsPerConn: 2 })
    const told: ConnectionEvent[] = []
    const published: unknown[] = []
    const listen = (event: unknown) => published.push(event)
    subscribe('kneepoint:connection', listen)
    agent.on('kneepoint:connection', (event) => told.push(event))
    for (let i = 0; i < 3; i++) {
      await (await request(server.origin, { dispatcher: agent })).body.text()
    }
    await agent.close()
    unsubscribe('kneepoint:connection', listen)
    expect(told.map(({ event, reason, requests, origin }) => [event, reason, requests, origin])).toEqual([
      ['opened', null, 0, server.origin],
      ['reused', null, 2, server.origin],
      ['closed', 'max-requests', 2, server.origin],
      ['opened', null, 0, server.origin],
      ['closed', 'shutdown', 1, server.origin],
    ])
    expect(told.every(({ ageMs }) => ageMs >= 0)).toBe(true)
    expect(published).toEqual(told)
  })

  test('give the reason that a connection was closed for', async () => {
    const server = await serve(({ path }, socket) => {
      if (path === '/close')
        socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok')
      else if (path === '/reset') socket.resetAndDestroy()
      else socket.write(OK)
    })
    const reasons: unknown[] = []
    const agent = agentWith({ idleTimeout: 20 })
    agent.on('kneepoint:connection', ({ event, reason }) => {
      if (event === 'closed') reasons.push(reason)
    })
    const closedAfter = async (path: string, then = () => {}) => {
      const before = reasons.length
      const handler = note(agent, server.origin, { path, method: 'POST' })
      await until('it has ended', () => handler.ends === 1)
      then()
      await until('its connection is closed', () => reasons.length > before)
    }
    await closedAfter('/close')
    await closedAfter('/reset')
    await closedAfter('/')
    agent.reconfigure({ idleTimeout: '1m' })
    await closedAfter('/', () => server.sockets.at(-1)?.end())
    agent.reconfigure({ maxIdlePerHost: 0 })
    await closedAfter('/')
    expect(reasons).toEqual(['server-asked', 'failed', 'idle-expired', 'peer-closed', 'overflow'])
  })

  test('of undici are told as undici tells them', async () => {
    const server = await serve(({ path }, socket) => {
      if (path === '/') socket.write(OK)
    })
    const refusing = await refusingOrigin()
    const agent = agentWith({ maxConnsPerHost: 1 })
    const told: unknown[] = []
    agent
      .on('connect', (url, targets) => told.push(['connect', url.origin, targets[0] === agent]))
      .on('disconnect', (url, _targets, error) => told.push(['disconnect', url.origin, error.message]))
      .once('connectionError', (url, _targets, error) =>
        told.push(['connectionError', url.origin, error.name]),
      )
      .on('drain', (url) => told.push(['drain', url.origin]))
    const failed = note(agent, refusing)
    await until('it has ended', () => failed.ends === 1)
    const handler = note(agent, server.origin, { path: '/silent' })
    await until('it is there', () => server.seen.length === 1)
    const other = { origin: server.origin, path: '/', method: 'GET' } as const
    expect(agent.dispatch(other, new NotingHandler())).toBe(false)
    handler.controller?.abort(new Error('given up'))
    await agent.close()
    expect(told).toContainEqual(['connectionError', refusing, 'Error'])
    expect(told).toContainEqual(['connect', server.origin, true])
    expect(told).toContainEqual(['disconnect', server.origin, 'failed'])
  })

  test('drain comes also when the request was given up while its connection was dialed', async () => {
    const server = await serve(answerOk)
    const agent = agentWith({ maxConnsPerHost: 1 })
    const drained: string[] = []
    agent.on('drain', ({ origin }) => drained.push(origin))
    const handler = note(agent, server.origin)
    handler.controller?.abort(new Error('never mind'))
    await until('it can take another', () => drained.length > 0)
    expect(handler.ends).toBe(1)
    expect(server.seen).toEqual([])
  })

  test('drain comes when a request need not wait any more', async () => {
    let release = () => {}
    const server = await serve((_request, socket) => {
      release = () => socket.write(OK)
    })
    const agent = agentWith({ maxConnsPerHost: 1 })
    const drained: string[] = []
    agent.on('drain', ({ origin }) => drained.push(origin))
    const handler = note(agent, server.origin)
    await until('it is there', () => server.seen.length === 1)
    expect(drained).toEqual([])
    release()
    await until('it has ended', () => handler.ends === 1 && drained.length > 0)
    expect(drained).toEqual([server.origin])
    const free = agentWith()
    expect(free.dispatch({ origin: server.origin, path: '/', method: 'GET' }, handler)).toBe(true)
  })

  test('whose listener throws do not harm the pool', async () => {
    const server = await serve(answerOk)
    const agent = agentWith()
    const thrown = new Promise<Error>((resolve) => {
      const before = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      process.once('uncaughtException', (error) => {
        for (const listener of before) process.on('uncaughtException', listener)
        resolve(error)
      })
    })
    agent.once('connect', () => {
      throw new Error('a bad listener')
    })
    expect(await (await request(server.origin, { dispatcher: agent })).body.text()).toBe('ok')
    expect((await thrown).message).toBe('a bad listener')
    expect(agent.stats()['http.client.open_connections'].points.map(({ value }) => value)).toEqual([0, 1])
  })
})
