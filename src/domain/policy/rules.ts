import type { Project } from '../project.ts'
import type { Policy } from './policy.ts'
import type { Guard } from '../revision.ts'

/**
 * What decides about the events of one project, as it stood at one moment. `revision` grows with every change of a
 * project, policy or setting; a decision made by an older one is refused by the store.
 */
export interface Rules {
  readonly revision: number
  readonly notificationsEnabled: boolean
  /** Null when there is no project of that name. */
  readonly project: Project | null
  readonly policies: readonly Policy[]
}

export interface SettingChanges {
  readonly notificationsEnabled?: boolean
  readonly applied?: string
}

export interface Settings {
  /** The global switch. */
  notificationsEnabled: () => Promise<boolean>
  /** What configuration as code has made of the system; its client alone reads it. */
  applied: () => Promise<string>
  /** What is left out stays. */
  change: (changes: SettingChanges, guard?: Guard) => Promise<void>
}
