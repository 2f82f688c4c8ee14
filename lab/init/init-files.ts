import { existsSync, lstatSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { clientNames } from '../../models/clients/catalogue.ts'
import { pathFromHere } from '../path-from-here.ts'
import { UsageError } from '../usage-error.ts'
import { withIgnored } from './ignored-text.ts'
import type { InitPlan } from './read-init-plan.ts'
import { repositoryRoot } from './repository-root.ts'
import { scenarioText } from './scenario-text.ts'
import { workflowText } from './workflow-text.ts'

export const SCENARIO = 'scenario.ts'
const WORKFLOW = '.github/workflows/kneepoint-nightly.yml'

/** A file that `init` is about. */
export interface InitFile {
  readonly path: string
  /** What it is to hold; `null` for one that stays as it is. */
  readonly text: string | null
  /** Whether there is one already. */
  readonly isThere: boolean
}

/** Where it is written, and what may be done there. */
export interface InitPlace {
  /** Absolute. */
  readonly directory: string
  readonly force: boolean
  readonly workflow: boolean
  /** Of this program. */
  readonly version: string
}

/**
 * The files to write, and those that stay. A file that is there is written over only where that is asked for; a manifest
 * never, and a .gitignore gets a line more. GitHub looks for workflows in the root of a repository alone, so that is
 * where the workflow goes.
 *
 * @throws UsageError for a folder where a file is to be
 * @throws the system's error when a .gitignore that is there cannot be read
 */
export async function planFiles(plan: InitPlan, place: InitPlace): Promise<readonly InitFile[]> {
  const { directory, force, version } = place
  const root = repositoryRoot(directory)
  const file = (path: string, text: string): InitFile => {
    const isThere = isFileThere(path)
    return { path, text: isThere && !force ? null : text, isThere }
  }
  const folder = root === null ? '' : relative(root, directory).split(sep).filter(Boolean).join('/')
  const workflow = workflowText(plan, folder === '' ? '' : `${folder}/`, version)
  return [
    file(join(directory, SCENARIO), scenarioText(plan, clientNames)),
    ...(place.workflow ? [file(join(root ?? directory, WORKFLOW), workflow)] : []),
    ...(await ignoreFile(directory, root)),
    ...manifestFile(directory, { root, version }),
  ]
}

/**
 * A link that leads nowhere is there too.
 *
 * @throws UsageError for a folder of that name
 */
function isFileThere(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${pathFromHere(path)} is a folder: nothing was written`)
  }
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

async function ignoreFile(directory: string, root: string | null): Promise<InitFile[]> {
  const path = foldersUpTo(directory, root)
    .map((folder) => join(folder, '.gitignore'))
    .find((each) => existsSync(each))
  if (path === undefined) return []
  return [{ path, text: withIgnored(await readFile(path, 'utf8')), isThere: true }]
}

/** The package that a folder belongs to is the nearest one above it, as far as its repository reaches. */
function manifestFile(
  directory: string,
  { root, version }: { readonly root: string | null; readonly version: string },
): InitFile[] {
  const there = foldersUpTo(directory, root)
    .map((folder) => join(folder, 'package.json'))
    .find((path) => existsSync(path))
  if (there !== undefined) return [{ path: there, text: null, isThere: true }]
  const manifest = { private: true, type: 'module', devDependencies: { kneepoint: `^${version}` } }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  return [{ path: join(directory, 'package.json'), text, isThere: false }]
}

/** The folder itself, and those above it up to the root of its repository, if it is in one. */
function foldersUpTo(directory: string, root: string | null): readonly string[] {
  if (root === null || directory === root) return [directory]
  return [directory, ...foldersUpTo(dirname(directory), root)]
}
