import type { ExperimentGraph } from '../../models/experiment/experiment-artifact.ts'
import type { PlainExperiment } from '../../models/experiment/plain-experiment.ts'
import { mermaid } from '../../reports/graph/mermaid.ts'
import { nestedRecoveryPath, recoveryPath } from '../target/hooks/recovery-path.ts'

/** The way that an error takes through each variant that says what is to be done about one. */
export function recoveryGraphs({ variants }: Pick<PlainExperiment, 'variants'>): ExperimentGraph[] {
  return variants.flatMap(({ name, target }) => {
    if (!('builtin' in target) || target.builtin !== 'service') return []
    const { recovery } = target.hooks
    if (typeof recovery === 'boolean') return []
    const hooks = recovery.hooks.map((hook) => ({ name: hook }))
    const path = recovery.naive ? nestedRecoveryPath(hooks) : recoveryPath(hooks, recovery.timeLimitMs)
    return [{ title: `The way of an error, ${name}`, mermaid: mermaid(path, 'TB'), edges: path }]
  })
}
