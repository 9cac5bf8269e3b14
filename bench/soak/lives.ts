import { freePort } from '../../test/support/free-port.ts'
import type { Bench } from '../run/bench.ts'
import { oneTarget } from '../run/loads.ts'
import { newHome } from '../run/new-home.ts'
import { type BellbuoyPlan, type BellbuoyServer, startBellbuoy } from '../servers/bellbuoy.ts'

/** A server that is killed and started again at the same address, on what it has stored. */
export class Lives implements AsyncDisposable {
  readonly plan: BellbuoyPlan
  #server: BellbuoyServer
  #life = 1

  private constructor(plan: BellbuoyPlan, server: BellbuoyServer) {
    this.plan = plan
    this.#server = server
  }

  static async start(bench: Bench): Promise<Lives> {
    const plan = { ...(await newHome(bench)), policies: [oneTarget(bench)], port: await freePort() }
    return new Lives(plan, await startBellbuoy(plan))
  }

  /** The one that runs. */
  get server(): BellbuoyServer {
    return this.#server
  }

  /** From 1. */
  get life(): number {
    return this.#life
  }

  get pid(): number {
    return this.#server.pid
  }

  get url(): string {
    return this.#server.url
  }

  /** SIGKILL, and a new start. */
  async killAndStart(): Promise<void> {
    process.kill(this.pid, 'SIGKILL')
    await this.#server[Symbol.asyncDispose]()
    this.#server = await startBellbuoy({ ...this.plan, policies: [] })
    this.#life++
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]()
  }
}
