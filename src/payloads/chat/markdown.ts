import { shortenEscaped } from './shorten.ts'
import type { Link, Mood, Story } from './story.ts'

/** Takes the meaning out of a text in a chat's Markdown. */
export type Escape = (text: string) => string

/** The colour beside a message, as `#rrggbb`. */
export const MOOD_COLOURS: Readonly<Record<Mood, string>> = {
  good: '#2f9e44',
  bad: '#e03131',
  plain: '#228be6',
}

/** The sentence of a story in Markdown, names in bold; each piece takes at most `limit` UTF-16 units. */
export function markdownSentence(
  { sentence }: Pick<Story, 'sentence'>,
  limit: number,
  escape: Escape,
): string {
  return sentence
    .map(({ text, isName }) => {
      const escaped = shortenEscaped(text, limit - '****'.length, escape)
      return isName === true ? `**${escaped}**` : escaped
    })
    .join('')
}

/** A link in Markdown. */
export function markdownLink({ text, url }: Link, escape: Escape): string {
  return `[${escape(text)}](${url.replace(/[()]/g, encodeURIComponent)})`
}
