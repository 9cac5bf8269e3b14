import { shorten } from './shorten.ts'
import { type Story, plainSentence } from './story.ts'

/** A story as lines of plain text: the sentence, the facts, the time, the links with their whole address. */
export function plainText(story: Story): string {
  return [plainSentence(story), ...detailsOf(story)].join('\n')
}

/**
 * A story as a title in one line and a text below it. The text begins with the sentence where the title does not say all of it.
 *
 * @param maxTitle in UTF-16 units
 */
export function titledText(
  story: Story,
  maxTitle: number,
): { readonly title: string; readonly text: string } {
  const sentence = plainSentence(story)
  const title = shorten(sentence.replace(/\s+/g, ' '), maxTitle)
  return { title, text: [...(title === sentence ? [] : [sentence]), ...detailsOf(story)].join('\n') }
}

/** The time of a story, as mails and plain messages have it. */
export function whenOf({ atMs }: Pick<Story, 'atMs'>): string {
  return new Date(atMs).toUTCString()
}

function detailsOf(story: Story): readonly string[] {
  const facts = story.facts.map(({ name, value }) => `${name}: ${value}`)
  const links = story.links.map(({ text, url }) => `${text}: ${url}`)
  return [...facts, `When: ${whenOf(story)}`, ...links]
}
