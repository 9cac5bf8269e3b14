import { type Story, plainSentence } from './story.ts'

/** A story as lines of plain text: the sentence, the facts, the time, the links with their whole address. */
export function plainText(story: Story): string {
  const facts = story.facts.map(({ name, value }) => `${name}: ${value}`)
  const links = story.links.map(({ text, url }) => `${text}: ${url}`)
  return [plainSentence(story), ...facts, `When: ${whenOf(story)}`, ...links].join('\n')
}

/** The time of a story, as mails and plain messages have it. */
export function whenOf({ atMs }: Pick<Story, 'atMs'>): string {
  return new Date(atMs).toUTCString()
}
