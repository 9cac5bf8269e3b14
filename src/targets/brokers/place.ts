/** What a subject, topic, routing key or stream may name of an event. */
const PLACEHOLDERS = ['project', 'repository', 'event_type'] as const
type Placeholder = (typeof PLACEHOLDERS)[number]

/** How a broker writes where a message goes. */
export interface PlaceRules {
  /** What the broker calls it: `subject`. */
  readonly name: string
  /** UTF-8. */
  readonly maxBytes: number
  /** Takes out of a value whatever would have a meaning in a place. */
  readonly clean: (value: string) => string
  /** What is wrong with a place whose placeholders are filled, or null. */
  readonly fault: (place: string) => string | null
}

export interface PlaceFacts {
  /** `shop/web`; empty for events of a whole project. */
  readonly repository: string
  readonly eventType: string
}

/** For descriptions of options. */
export const PLACEHOLDER_WORDS = 'may hold {project}, {repository} and {event_type}'

/** Fills `hooks.{project}.{event_type}`. An empty value becomes `-`, since brokers allow no empty part. */
export function fillPlace(template: string, facts: PlaceFacts, { clean }: Pick<PlaceRules, 'clean'>): string {
  const { repository, eventType } = facts
  const [project = ''] = repository.split('/', 1)
  const values: Readonly<Record<Placeholder, string>> = { project, repository, event_type: eventType }
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? clean(values[name as Placeholder]) || '-' : whole,
  )
}

/** What is wrong with a place as its owner wrote it, or null. */
export function placeFault(template: string, rules: PlaceRules): string | null {
  const unknown = [...template.matchAll(/\{([^}]*)\}/g)].find(
    ([, name]) => !PLACEHOLDERS.some((known) => known === name),
  )
  if (unknown !== undefined)
    return `${rules.name} holds ${unknown[0]}: there are {${PLACEHOLDERS.join('}, {')}}`
  const example = fillPlace(template, { repository: 'a/b', eventType: 'PUSH_ARTIFACT' }, rules)
  return rules.fault(example) ?? lengthFault(example, rules)
}

/** What is wrong with the length of a place, or null. */
export function lengthFault(
  place: string,
  { name, maxBytes }: Pick<PlaceRules, 'name' | 'maxBytes'>,
): string | null {
  const bytes = Buffer.byteLength(place)
  return bytes > maxBytes ? `${name} has ${bytes} bytes; ${maxBytes} are allowed` : null
}
