import { resolve } from 'node:path'
import { type PlainExperiment, toPlainExperiment } from '../../models/experiment/plain-experiment.ts'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { Feed } from '../../models/requests/request-spec.ts'
import { createRequestSource } from '../../models/requests/request-source.ts'
import type { Experiment } from '../../models/scenario/experiment-schema.ts'
import { filesOfTarget } from '../../models/scenario/targets/resolve-target-paths.ts'
import { displayPath } from '../display-path.ts'
import {
  refuseOutOfRange,
  requireTargetFiles,
  unusedParameterNotes,
  withResolvedPaths,
} from '../load-scenario.ts'
import { readExported } from '../read-exported.ts'
import { feedsOf, readFeeds } from '../read-feeds.ts'
import { ScenarioError } from '../scenario-error.ts'
import { scenarioHash } from '../scenario-hash.ts'
import { EXPERIMENT_KIND } from '../scenario-kinds.ts'

/** An experiment that was checked, with everything that it reads from files. */
export interface LoadedExperiment {
  /** The file as the user named it, with `#` and the experiment's name where the file exports a list. */
  readonly reference: string
  /** Plain data; paths of targets are absolute. */
  readonly experiment: PlainExperiment
  /** Absolute path of the compiled module, which holds the functions of requests. */
  readonly modulePath: string
  /** By class of traffic. */
  readonly feeds: ReadonlyArray<readonly Feed[]>
  /** SHA-256, in hex, of the compiled module and of every file that the experiment names. */
  readonly hash: string
  /** What the user should know though nothing is wrong, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Compiles an experiment, runs it, checks it and reads the files it names, relative to its own folder.
 *
 * @param named its file, or `file.ts#name` for one of the list that a file exports
 * @param outFile where the compiled module goes, whose default export is the experiment; its name ends in `.mjs`
 * @throws what `readExported` throws; ScenarioError (104) for files that cannot be read, and values out of range
 */
export async function loadExperiment(named: string, outFile: string): Promise<LoadedExperiment> {
  const { scenario, file, reference, compiled } = await readExported(EXPERIMENT_KIND, named, outFile)
  const feeds = await readInputs(scenario, file)
  for (const [i, { arrivals, requests }] of scenario.traffic.entries()) {
    const at = `${reference}: traffic[${i}]`
    refuseOutOfRange(`${at}.arrivals`, () => createArrivals(arrivals, scenario.seed))
    refuseOutOfRange(at, () => createRequestSource(requests, feeds[i] ?? [], scenario.seed))
  }
  return {
    reference,
    experiment: toPlainExperiment({
      ...scenario,
      variants: scenario.variants.map((each) => ({
        ...each,
        target: withResolvedPaths(each.target, file),
      })),
    }),
    modulePath: resolve(outFile),
    feeds,
    hash: await scenarioHash(compiled.code, inputFiles(scenario, file)),
    notes: scenario.traffic.flatMap(({ requests }, i) =>
      unusedParameterNotes(requests, `traffic[${i}].requests`),
    ),
  }
}

/** @returns the feeds of each class @throws ScenarioError with what is wrong in any of the files */
async function readInputs(experiment: Experiment, file: string): Promise<Array<readonly Feed[]>> {
  const errors: ScenarioError[] = []
  const collect = (error: unknown): void => {
    if (!(error instanceof ScenarioError)) throw error
    errors.push(error)
  }
  const feeds: Array<readonly Feed[]> = []
  for (const { requests } of experiment.traffic) feeds.push(await readFeeds(requests, file, collect))
  for (const { target } of experiment.variants) await requireTargetFiles(target, file).catch(collect)
  if (errors.length === 0) return feeds
  const problems = [...new Set(errors.flatMap((error) => error.problems))]
  throw new ScenarioError([...new Set(errors.map(({ message }) => message))].join('\n'), 104, problems)
}

function inputFiles({ traffic, variants }: Experiment, file: string): readonly string[] {
  const named = [
    ...traffic.flatMap(({ requests }) => feedsOf(requests).map((feed) => feed.file)),
    ...variants.flatMap(({ target }) => filesOfTarget(target)),
  ]
  return [...new Set(named)].sort().map((path) => displayPath(path, file))
}
