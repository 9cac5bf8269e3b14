import type { Policy } from '../domain/policy/policy.ts'
import type { TriedVerdict } from '../domain/policy/try-filter.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import type { FilledTemplate, TemplateInput } from '../payloads/template/fill-template.ts'

/** The kinds of work that users write: what each is given, and what becomes of it. */
export interface Tasks {
  /** Fills a template. */
  fill: { input: TemplateInput; result: FilledTemplate }
  /** Holds events against a filter that is being tried. */
  verdicts: {
    input: {
      readonly policy: Pick<Policy, 'enabled' | 'eventTypes' | 'filter'>
      readonly events: readonly SourceEvent[]
    }
    result: readonly TriedVerdict[]
  }
}

export type Task = { [Name in keyof Tasks]: { name: Name; input: Tasks[Name]['input'] } }[keyof Tasks]

/** What the process answers to a task; `fault` is one of ours. */
export type TaskAnswer = { readonly result: Tasks[keyof Tasks]['result'] } | { readonly fault: string }

/** The answer, and whether the task took more than one gets at once. */
export interface TaskReport {
  readonly answer: TaskAnswer
  readonly tookLong: boolean
}

/** What the process sends first: it can begin. */
export const READY = 'ready'
