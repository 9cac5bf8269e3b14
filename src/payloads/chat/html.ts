import { whenOf } from './plain-text.ts'
import type { Story } from './story.ts'

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>',
}

/** Takes the meaning out of a text in HTML; a line break stays one. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\n]/g, (character) => ESCAPED[character] ?? character)
}

/** The sentence of a story in HTML, its names between the tags of `name`. */
export function htmlSentence({ sentence }: Pick<Story, 'sentence'>, name: 'b' | 'strong'): string {
  return sentence
    .map(({ text, isName }) =>
      isName === true ? `<${name}>${escapeHtml(text)}</${name}>` : escapeHtml(text),
    )
    .join('')
}

/** The links of a story in HTML, with points between them. */
export function htmlLinks({ links }: Pick<Story, 'links'>): string {
  return links.map(({ text, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`).join(' · ')
}

/** A story as lines of HTML with no tags but `b`, `a` and `br`, for chats that read few. */
export function htmlLines(story: Story): string {
  const facts = [...story.facts, { name: 'When', value: whenOf(story) }].map(
    ({ name, value }) => `<b>${escapeHtml(name)}:</b> ${escapeHtml(value)}`,
  )
  const links = htmlLinks(story)
  return [htmlSentence(story, 'b'), ...facts, ...(links === '' ? [] : [links])].join('<br>')
}
