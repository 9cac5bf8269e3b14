import { excludingGlob } from '../domain/policy/excluding-glob.ts'
import { verdictOf } from '../domain/policy/policy.ts'
import { fillTemplate } from '../payloads/template/fill-template.ts'
import type { Task, Tasks } from './task.ts'

/** Carries out one task. It may take any time and memory. */
export function perform({ name, input }: Task): Tasks[keyof Tasks]['result'] {
  switch (name) {
    case 'fill':
      return fillTemplate(input)
    case 'verdicts':
      return input.events.map((event) => {
        const verdict = verdictOf(input.policy, event, true)
        return { verdict, excludedBy: excludingGlob(input.policy.filter, event, verdict) }
      })
  }
}
