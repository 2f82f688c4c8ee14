import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProbeUnavailable } from '../telemetry/probe-client-request.ts'
import { findRetained } from './find-retained.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const probeWriting = (text: string) => ({
  heapSnapshot: (file: string) => Promise.resolve(writeFileSync(file, text)),
})

describe('findRetained', () => {
  it('says why there is no snapshot', async () => {
    const probe = {
      heapSnapshot: () =>
        Promise.reject(new ProbeUnavailable('a heap snapshot is not available on Bun 1.4.5')),
    }
    const place = { folder, prefix: 'a-', keep: false }
    expect(await findRetained(probe, place, () => Promise.resolve())).toBe(
      'What keeps it cannot be told: a heap snapshot is not available on Bun 1.4.5.',
    )
  })

  it('leaves no snapshot behind that it cannot read', async () => {
    const place = { folder, prefix: 'b-', keep: false }
    expect(await findRetained(probeWriting('{'), place, () => Promise.resolve())).toContain(
      'What keeps it cannot be told: ',
    )
    expect(readdirSync(folder)).toEqual([])
  })

  it('keeps them where that is wanted', async () => {
    await findRetained(probeWriting('{'), { folder, prefix: 'c-', keep: true }, () => Promise.resolve())
    expect(existsSync(join(folder, 'c-before.heapsnapshot'))).toBe(true)
  })
})
