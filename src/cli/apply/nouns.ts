import { members } from './members.ts'
import { projectItself, quota, settings } from './project-itself.ts'
import { robots } from './robots.ts'
import { scanners } from './scanners.ts'
import { sources } from './sources.ts'
import type { Noun, NounName } from './thing.ts'
import { webhooks } from './webhooks.ts'

/** In the order in which they are applied: what others name comes first. */
export const NOUNS: readonly Noun[] = [
  scanners,
  sources,
  settings,
  projectItself,
  quota,
  members,
  webhooks,
  robots,
]

export function nounNamed(name: NounName): Noun {
  const found = NOUNS.find(({ noun }) => noun === name)
  if (found === undefined) throw new Error(`there is no noun ${name}`)
  return found
}
