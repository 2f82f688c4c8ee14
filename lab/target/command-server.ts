import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandTarget } from '../../models/scenario/targets/command-target.ts'
import { withPort } from '../../models/scenario/targets/command-target.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import type { TargetOverrides } from '../open-target.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import { TelemetryError, type TargetTelemetry } from '../telemetry/target-telemetry.ts'
import { describeExit, quoteCommand } from './command-failure.ts'
import { type CommandLife, type CommandPlan, startCommandLife } from './command-life.ts'
import { CommandOutput } from './command-output.ts'
import { localPortOf, requireFreePort } from './command-port.ts'
import { openCommandTelemetry } from './command-telemetry.ts'
import { freePort } from './free-port.ts'
import { TargetStartError } from './start-target.ts'

/** For what it wrote at its end to be read. */
const DRAIN_MS = 50

export interface CommandServerOptions {
  readonly ca: string | null
  readonly insecure: boolean
  readonly overrides: TargetOverrides
  readonly logFile?: string | undefined
  readonly signal?: AbortSignal | undefined
}

interface Running {
  readonly life: CommandLife
  readonly telemetry: TargetTelemetry | null
}

/** The user's own server: one command after the other, each at the same place. */
export class CommandServer {
  /** Figures of the command that runs now; `null` where the system knows none. */
  readonly telemetry: TargetTelemetry | null
  /** When a command has ended by itself, with a sentence. */
  readonly gone: Promise<string>
  readonly #plan: CommandPlan
  readonly #options: CommandServerOptions
  readonly #output: CommandOutput
  #running: Running | null = null
  #tellGone: (why: string) => void = () => {}
  #turn: Promise<void> = Promise.resolve()
  #notes: readonly string[] = []

  private constructor(
    plan: CommandPlan,
    options: CommandServerOptions,
    running: Running,
    output: CommandOutput,
  ) {
    this.#plan = plan
    this.#options = options
    this.#output = output
    this.gone = new Promise((resolve) => {
      this.#tellGone = resolve
    })
    this.telemetry = running.telemetry === null ? null : this.#currentTelemetry(running.telemetry.source)
    this.#watch(running)
  }

  /**
   * @throws HostNotAllowed when the server's URL is neither on loopback nor allowed
   * @throws TargetStartError when the command does not start, or its port is taken
   * @throws TelemetryError when a page that was named cannot be read
   */
  static async start(target: CommandTarget, options: CommandServerOptions): Promise<CommandServer> {
    if (process.platform === 'win32') {
      throw new TargetStartError(
        'target.command: not available on Windows: start the server yourself, and give its url',
        null,
      )
    }
    const plan = await planFor(target, options)
    const output = new CommandOutput(options.logFile)
    try {
      return new CommandServer(plan, options, await begin(plan, options, output), output)
    } catch (error) {
      await output.close()
      throw error
    }
  }

  get url(): URL {
    return this.#plan.url
  }

  get port(): number {
    return this.#plan.port
  }

  get probe(): ProbeClient | null {
    return this.#running?.life.probe ?? null
  }

  get pid(): number | null {
    return this.#running?.life.pid ?? null
  }

  get notes(): readonly string[] {
    return this.#notes
  }

  lastOutput(): string {
    return this.#output.describe()
  }

  /** @throws TargetStartError when the command does not start again */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end()
      await requireFreePorts(this.#plan)
      this.#watch(await begin(this.#plan, this.#options, this.#output))
    })
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end()
      await this.#output.close()
    })
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  async #end(): Promise<void> {
    const running = this.#running
    this.#running = null
    running?.telemetry?.close()
    await running?.life.supervised.stop(this.#plan.target.stopTimeoutMs)
  }

  #watch(running: Running): void {
    this.#running = running
    const { note, supervised } = running.life
    this.#notes = note === null ? [] : [note]
    void supervised.exited.then(async (exit) => {
      await sleep(DRAIN_MS)
      if (this.#running !== running) return
      this.#tellGone(
        `the target's command ${quoteCommand(this.#plan.target.command)} ended (${describeExit(exit)})`,
      )
    })
  }

  #currentTelemetry(source: string): TargetTelemetry {
    return {
      source,
      sample: () => {
        const telemetry = this.#running?.telemetry
        if (telemetry) return telemetry.sample()
        return Promise.reject(new TelemetryError("the target's command does not run at the moment"))
      },
      close() {},
    }
  }
}

async function begin(
  plan: CommandPlan,
  { overrides, signal = new AbortController().signal }: CommandServerOptions,
  output: CommandOutput,
): Promise<Running> {
  const life = await startCommandLife(plan, output, signal)
  try {
    return { life, telemetry: await openCommandTelemetry(plan, life, overrides) }
  } catch (error) {
    await life.supervised.stop(plan.target.stopTimeoutMs)
    throw error
  }
}

/** @throws HostNotAllowed, or TargetStartError when a port is taken */
async function planFor(
  target: CommandTarget,
  { ca, insecure, overrides }: CommandServerOptions,
): Promise<CommandPlan> {
  const port = target.port ?? ownPort(target.url) ?? (await freePort())
  const url = new URL(withPort(target.url ?? 'http://127.0.0.1:{port}', port))
  requireAllowedHost(url, overrides.allow)
  const plan = { target, port, url, ca, insecure }
  await requireFreePorts(plan)
  return plan
}

/** Where the server listens on a port of its own, by its URL. */
function ownPort(url: string | undefined): number | null {
  return url === undefined || url.includes('{port}') ? null : localPortOf(new URL(url))
}

async function requireFreePorts({ target, port, url }: CommandPlan): Promise<void> {
  await requireFreePort(port, target.port === undefined ? 'target.url' : 'target.port')
  const loadPort = localPortOf(url)
  if (loadPort !== null && loadPort !== port) await requireFreePort(loadPort, 'target.url')
}
