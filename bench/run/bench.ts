import type { Options } from '../options.ts'
import type { Databases } from '../databases/database.ts'
import type { Child } from '../processes/child.ts'

/** What all scenarios share: load and receiver run once, servers are started for each scenario. */
export interface Bench {
  readonly options: Options
  readonly token: string
  readonly load: Child<undefined>
  readonly receiver: Child<string>
  readonly receiverUrl: string
  /** An empty folder on a real disk for one server. */
  readonly newFolder: () => string
  readonly databases: Databases
  /** A number that no other load has. */
  readonly nextRun: () => number
  readonly progress: (line: string) => void
}

/** The address of a target of the receiver, by its number. */
export function targetUrl({ receiverUrl }: Bench, target = 0): string {
  return `${receiverUrl}${String(target)}`
}
