import type { Target, TargetInput } from '../target-schema.ts'

/**
 * The target with absolute paths: of `caFile`, and of `cwd`, which is the folder `.` where it was left out.
 *
 * @param resolvePath makes a path absolute that is relative to the scenario
 */
export function resolveTargetPaths<Some extends Target | TargetInput>(
  target: Some,
  resolvePath: (path: string) => string,
): Some {
  if ('builtin' in target) return target
  const ca = target.caFile === undefined ? {} : { caFile: resolvePath(target.caFile) }
  const cwd = 'command' in target ? { cwd: resolvePath(target.cwd ?? '.') } : {}
  return { ...target, ...ca, ...cwd }
}

/** The files that a target names, whose content its scenario depends on. */
export function filesOfTarget(target: Target): readonly string[] {
  return 'builtin' in target || target.caFile === undefined ? [] : [target.caFile]
}
