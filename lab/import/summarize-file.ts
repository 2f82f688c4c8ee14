import { UsageError } from '../usage-error.ts'
import { type ListedRequest, type SummarizedParts, summarizeRequests } from './summarize-requests.ts'

/**
 * `summarizeRequests` of what a file lists.
 *
 * @throws UsageError that names the file when the times in it cannot be right
 */
export function summarizeFile(
  path: string,
  listed: readonly ListedRequest[],
  isComplete: boolean,
): SummarizedParts {
  try {
    return summarizeRequests(listed, isComplete)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${path}: ${error.message}`)
    throw error
  }
}
