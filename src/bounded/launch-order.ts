import type { TaskEnd } from './task-process.ts'
import type { Task } from './task.ts'

/** What the program asks the launcher for, about the process of this number. */
export type LaunchOrder =
  | { readonly kind: 'start'; readonly number: number }
  | { readonly kind: 'run'; readonly number: number; readonly task: Task }

/** How a task ended, and whether its process can carry out another. */
export interface LaunchAnswer {
  readonly number: number
  /** `failed` says why the process could not begin. */
  readonly end: TaskEnd | { readonly failed: string }
  readonly isAlive: boolean
}
