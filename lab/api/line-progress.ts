import { withoutControls } from '../../reports/terminal/text-width.ts'
import type { Progress } from '../progress.ts'

/** Progress that prints nothing. */
export interface LineProgress extends Progress {
  /** What was said as a warning so far, one sentence each. */
  readonly warnings: readonly string[]
}

/** @param onProgress is told every line that stays, without colours and other control characters */
export function createLineProgress(onProgress: ((line: string) => void) | undefined): LineProgress {
  const warnings: string[] = []
  return {
    warnings,
    show() {},
    say(text, weight = 'news') {
      if (weight === 'detail') return
      const line = text.split('\n').map(withoutControls).join('\n').trimEnd()
      if (weight === 'warning') warnings.push(line.replace(/^note: /, ''))
      onProgress?.(line)
    },
    end() {},
  }
}
