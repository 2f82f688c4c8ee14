import { describeFailure } from '../describe-failure.ts'
import { EXIT } from '../exit-codes.ts'

const MOST_CHARACTERS = 20_000

/**
 * Does something with hostile input: it has to work, or fail with an error that the command line knows, with a message that
 * is not endless.
 *
 * @returns what came of it; `null` where it was refused
 * @throws what nobody foresaw, which would end the command with exit code 1
 */
export async function foreseen<Result>(act: () => Promise<Result> | Result): Promise<Result | null> {
  try {
    return await act()
  } catch (error) {
    const { exitCode, message } = describeFailure(error)
    if (exitCode === EXIT.internalError) throw error
    if (message.length > MOST_CHARACTERS) {
      throw new Error(`a message of ${message.length} characters: ${message.slice(0, 200)}`, { cause: error })
    }
    return null
  }
}
