import { realpathSync } from 'node:fs'

/** Packages whose programs run others in processes of their own, and the files that package managers come in. */
const LAUNCHER =
  /[/\\]node_modules[/\\](npm|pnpm|yarn|corepack|tsx|nodemon|concurrently|cross-env|dotenv-cli|npm-run-all2?)[/\\]|[/\\](yarn|pnpm)[^/\\]*\.c?js$/

/**
 * Whether a program only starts others, such as `npm run start` or tsx: the one to observe is then a child of it.
 *
 * @param script the program's main file, as `process.argv[1]` has it
 */
export function isLauncher(script: string | undefined): boolean {
  return script !== undefined && LAUNCHER.test(resolved(script))
}

function resolved(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
