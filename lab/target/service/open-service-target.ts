import type { ServiceTarget } from '../../../models/scenario/targets/service-target.ts'
import type { Certificate, CertificateKey } from '../certificate.ts'
import { portRefused } from '../port-refused.ts'
import { type ChildExit, ChildStartError } from '../start-child.ts'
import { TargetStartError } from '../start-target.ts'
import type { InstanceHandle, StartBuiltin } from '../started-builtin.ts'
import { ServiceInstance } from './service-instance.ts'
import type { DownstreamOptions, ServiceOptions } from './service-options.ts'

/**
 * Starts the built-in service: its instances, and behind them the services that `/downstream` goes on to, each in a
 * process of its own. Figures and profiles are those of the first instance.
 *
 * @param seed of which requests to `/throw` fail
 * @throws TargetStartError when the port is taken or a process does not start
 */
export const startService: StartBuiltin<ServiceTarget> = async (target, seed) => {
  const certificate = target.tls === false ? null : await newCertificate(target.tls)
  const started: ServiceInstance[] = []
  let tellStopped: (exit: ChildExit) => void = () => {}
  const stopped = new Promise<ChildExit>((resolve) => {
    tellStopped = resolve
  })
  const stop = async (): Promise<void> => {
    const exits = await Promise.all(started.map((each) => each.stop()))
    for (const exit of exits) tellStopped(exit)
  }
  const launch = async (options: ServiceOptions, port: number): Promise<ServiceInstance> => {
    const instance = await launchInstance(options, port)
    started.push(instance)
    return instance
  }
  try {
    let downstream: DownstreamOptions | null = null
    for (let place = target.downstream; place > 0; place--) {
      const options = serviceOptions(target, `service-${place + 1}`, seed + place, certificate, downstream)
      const behind = await launch({ ...options, hooks: { ...options.hooks, lifecycle: false } }, 0)
      downstream = { origin: behind.origin, ca: certificate?.cert ?? null }
    }
    const options = serviceOptions(target, 'service', seed, certificate, downstream)
    const first = await launch(options, target.port ?? 0)
    const others = Array.from({ length: target.instances - 1 }, () => launch(options, 0))
    const instances = [first, ...(await allOrThrow(others))]
    return {
      origin: first.origin,
      ca: certificate?.cert ?? null,
      get pid() {
        return first.pid
      },
      probe: first.probe,
      exited: Promise.race([stopped, ...started.map(({ failed }) => failed)]),
      instances: instances.map(handleOf),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function handleOf(instance: ServiceInstance): InstanceHandle {
  return {
    origin: instance.origin,
    stop: async () => void (await instance.stop()),
    start: () => instance.start(),
  }
}

function serviceOptions(
  target: ServiceTarget,
  name: string,
  seed: number,
  certificate: Certificate | null,
  downstream: DownstreamOptions | null,
): ServiceOptions {
  const { hooks, serviceMs, errorRate, listLength, itemBytes, codec, headers, slots, pools } = target
  return {
    hooks,
    serviceMs,
    errorRate,
    listLength,
    itemBytes,
    codec: codec ?? null,
    headers: headers ?? null,
    slots: slots ?? null,
    pools: pools ?? null,
    name,
    seed,
    certificate,
    downstream,
  }
}

async function newCertificate(key: CertificateKey): Promise<Certificate> {
  // What makes certificates takes longer to load than all the rest of the program.
  const { createCertificate } = await import('../certificate.ts')
  return createCertificate(key)
}

/** When all have settled, so that whoever catches the error knows of each that was started. */
async function allOrThrow<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

async function launchInstance(options: ServiceOptions, port: number): Promise<ServiceInstance> {
  try {
    return await ServiceInstance.launch(options, port)
  } catch (error) {
    if (!(error instanceof ChildStartError)) throw error
    throw new TargetStartError(explain(port, error), port === 0 ? null : port, { cause: error })
  }
}

function explain(port: number, error: ChildStartError): string {
  return portRefused(port, error.code) ?? `the target's service did not start: ${error.message}`
}
