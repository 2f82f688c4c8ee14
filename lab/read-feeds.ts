import type { Feed, RequestSpec } from '../models/requests/request-spec.ts'
import { displayPath } from './display-path.ts'
import { ScenarioError } from './scenario-error.ts'
import { readFeed } from './traces/read-feed.ts'

/** A column of a file. */
export interface NamedFeed {
  readonly file: string
  readonly column: string
}

type WithParameters = Pick<RequestSpec, 'parameters'>

/** The feeds that requests name, each once. */
export function feedsOf(requests: readonly WithParameters[]): readonly NamedFeed[] {
  const named = new Map<string, NamedFeed>()
  for (const request of requests) {
    for (const generator of Object.values(request.parameters ?? {})) {
      if (generator.kind !== 'feed') continue
      const { file, column } = generator
      named.set(JSON.stringify([file, column]), { file, column })
    }
  }
  return [...named.values()]
}

/**
 * Reads the feeds that requests name.
 *
 * @param file the scenario, to whose folder paths are relative
 * @param failed told what is wrong with one of them
 */
export async function readFeeds(
  requests: readonly WithParameters[],
  file: string,
  failed: (error: ScenarioError) => void,
): Promise<readonly Feed[]> {
  const feeds: Feed[] = []
  for (const named of feedsOf(requests)) {
    try {
      feeds.push({ ...(await readFeed(displayPath(named.file, file), named.column)), file: named.file })
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      failed(error)
    }
  }
  return feeds
}
