import type { EndedTask, TaskEnd } from './task-process.ts'
import type { Task } from './task.ts'

/** What the program asks the launcher for, about the process of this number. */
export type LaunchOrder =
  | { readonly kind: 'start'; readonly number: number }
  | { readonly kind: 'run'; readonly number: number; readonly task: Task }

/** Which process of the system it is, so that the program can end it when the launcher is gone. */
export interface Launched {
  readonly kind: 'launched'
  readonly number: number
  readonly pid: number
}

/** How a task ended, and whether its process can carry out another. */
export interface TaskEnded extends Pick<EndedTask, 'tookLong'> {
  readonly kind: 'ended'
  readonly number: number
  /** `failed` says why the process could not begin. */
  readonly end: TaskEnd | { readonly failed: string }
  readonly isAlive: boolean
}

export type LaunchAnswer = Launched | TaskEnded
