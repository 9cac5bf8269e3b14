import { writtenEventType } from '../../../domain/event/event-type.ts'
import { globFault } from '../../../domain/policy/glob.ts'
import type { Selection } from '../../../domain/policy/selection.ts'
import { type Mistake, type Path, mistakeAt } from './mistake.ts'
import type { Conditions } from '../rule.ts'
import type { WrittenRule } from './rules-schema.ts'

const PATTERNS = ['project', 'repository', 'tag', 'actor'] as const

/** Which webhooks a rule is for. A glob that is none is added to `mistakes`. */
export function readConditions(rule: WrittenRule, path: Path, mistakes: Mistake[]): Conditions {
  const { on, severity, severity_below } = rule
  const selections = PATTERNS.flatMap((key) => {
    const written = rule[key]
    return written === undefined ? [] : [[key, readSelection(written, [...path, key], mistakes)] as const]
  })
  return {
    ...Object.fromEntries(selections),
    ...(on !== undefined && { eventTypes: listOf(on).flatMap((name) => writtenEventType(name) ?? []) }),
    ...(severity !== undefined && { severity }),
    ...(severity_below !== undefined && { severityBelow: severity_below }),
  }
}

/** Globs, of which those with `!` before them leave out. */
function readSelection(written: string | readonly string[], path: Path, mistakes: Mistake[]): Selection {
  const globs = listOf(written).map((text) => ({
    glob: text.replace(/^!/, ''),
    leavesOut: text.startsWith('!'),
  }))
  for (const [index, { glob }] of globs.entries()) {
    const fault = globFault(glob)
    if (fault === null) continue
    const where = typeof written === 'string' ? path : [...path, index]
    mistakes.push(mistakeAt(where, `the glob ${JSON.stringify(glob)} ${fault.problem}`))
  }
  const [exclude = [], include = []] = [true, false].map((which) =>
    globs.filter(({ leavesOut }) => leavesOut === which).map(({ glob }) => glob),
  )
  return { include, exclude }
}

/** One or several as several. */
export function listOf<Item extends string>(written: Item | readonly Item[]): readonly Item[] {
  return typeof written === 'string' ? [written] : written
}
