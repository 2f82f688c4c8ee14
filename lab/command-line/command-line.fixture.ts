import { vi } from 'vitest'
import { createProgram } from './program.ts'

/** What a command line leads to as far as the parser, help and errors go. */
export interface Answer {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Gives arguments to the program, in this process, and takes what it writes. */
export async function answerTo(...args: readonly string[]): Promise<Answer> {
  let stdout = ''
  let stderr = ''
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += String(chunk)
    return true
  })
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += String(chunk)
    return true
  })
  try {
    const exitCode = await createProgram(new AbortController().signal)(args)
    return { exitCode, stdout, stderr }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}
