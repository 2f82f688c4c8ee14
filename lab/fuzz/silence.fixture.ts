import { afterEach, beforeEach, vi } from 'vitest'

/** Keeps what commands print to themselves, in every test of the file. */
export function silenceOutput(): void {
  beforeEach(() => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  })
  afterEach(() => vi.restoreAllMocks())
}
