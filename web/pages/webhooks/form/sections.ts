/** The sections of the form of a webhook, in their order. */
export const SECTIONS = ['general', 'events', 'filter', 'targets', 'more'] as const
export type Section = (typeof SECTIONS)[number]

/** The section of the field of a path. */
export function sectionOf(path: string): Section {
  const [first] = path.split('.')
  if (first === 'eventTypes') return 'events'
  if (first === 'filter' || first === 'targets') return first
  return first === 'harborWay' ? 'more' : 'general'
}
