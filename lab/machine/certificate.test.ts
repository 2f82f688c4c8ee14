import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Circumstances, readCertificate, writeCertificate } from './certificate.ts'
import { goodCertificate } from './certificate.fixture.ts'

const DAY_MS = 86_400_000
const measuredMs = Date.parse(goodCertificate.measuredAt)

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-certificate-'))
  file = join(folder, 'kept', 'certificate.json')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function read(change: Partial<Circumstances> = {}) {
  const { environment, quotaCores } = goodCertificate
  return readCertificate({ environment, quotaCores, nowMs: measuredMs + DAY_MS, ...change }, file)
}

describe('a certificate', () => {
  it('is read as it was written, and replaced by a newer one', async () => {
    await writeCertificate({ ...goodCertificate, cores: 3 }, file)
    await writeCertificate(goodCertificate, file)
    expect(await read()).toEqual({ certificate: goodCertificate, why: null })
    expect(await readdir(join(folder, 'kept'))).toEqual(['certificate.json'])
  })

  it('holds for 30 days', async () => {
    await writeCertificate(goodCertificate, file)
    expect((await read({ nowMs: measuredMs + 30 * DAY_MS })).certificate).not.toBeNull()
    expect(await read({ nowMs: measuredMs + 30 * DAY_MS + 1 })).toEqual({
      certificate: null,
      why: `${file} was measured at 2026-11-01T12:00:00.000Z, not within the last 30 days`,
    })
    expect((await read({ nowMs: measuredMs - 1 })).certificate).toBeNull()
  })

  it('holds in its environment only', async () => {
    await writeCertificate(goodCertificate, file)
    const { environment } = goodCertificate
    expect((await read({ environment: { ...environment, memoryBytes: 1 } })).certificate).not.toBeNull()
    expect(await read({ environment: { ...environment, runtime: 'Bun 1.4' } })).toEqual({
      certificate: null,
      why: `${file} was measured with another runtime: Node 24.1.0, now Bun 1.4`,
    })
    for (const change of [{ platform: 'Darwin' }, { cpu: 'Other' }, { cores: 2 }]) {
      expect((await read({ environment: { ...environment, ...change } })).certificate).toBeNull()
    }
    expect((await read({ quotaCores: 2 })).why).toBe(
      `${file} was measured with another CPU quota: none, now 2 cores`,
    )
  })

  it('is not used when it is not there, not whole, or of another version', async () => {
    expect(await read()).toEqual({ certificate: null, why: `there is no ${file}` })
    await writeCertificate(goodCertificate, file)
    const { drivers: _, ...lacking } = goodCertificate
    const broken = [
      '{',
      'null',
      '[]',
      JSON.stringify(lacking),
      JSON.stringify({ ...goodCertificate, schemaVersion: 2 }),
    ]
    for (const text of broken) {
      await writeFile(file, text)
      expect(await read(), text).toEqual({
        certificate: null,
        why: `${file} is not a certificate of this version`,
      })
    }
  })

  it('that cannot be written leaves nothing behind', async () => {
    await writeFile(join(folder, 'kept'), 'a file where a folder should be')
    await expect(writeCertificate(goodCertificate, file)).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['kept'])
  })
})
