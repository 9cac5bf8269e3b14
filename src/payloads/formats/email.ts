import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { plainText, whenOf } from '../chat/plain-text.ts'
import { shorten } from '../chat/shorten.ts'
import { type Story, plainSentence, storyOf } from '../chat/story.ts'

const MAX_SUBJECT = 200

/** The parts of a mail about one event; the target composes a message of one or several. */
export const emailFormat: PayloadFormat = {
  name: 'Email',
  about: 'Subject, text and HTML of a mail, written for people.',
  sharedBy: 'event',
  render(input) {
    const story = storyOf(input)
    const subject = shorten(plainSentence(story).replace(/\s+/g, ' '), MAX_SUBJECT)
    const body = JSON.stringify({ subject, text: plainText(story), html: htmlOf(story) })
    return { contentType: 'application/json', body }
  },
}

function htmlOf(story: Story): string {
  const sentence = story.sentence.map(({ text, isName }) =>
    isName === true ? `<strong>${escapeHtml(text)}</strong>` : escapeHtml(text),
  )
  const facts = [...story.facts, { name: 'When', value: whenOf(story) }].map(
    ({ name, value }) =>
      `<tr><th align="left" valign="top">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  )
  const links = story.links.map(({ text, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`)
  return [
    `<p>${sentence.join('')}</p>`,
    `<table cellpadding="3">${facts.join('')}</table>`,
    ...(links.length > 0 ? [`<p>${links.join(' · ')}</p>`] : []),
  ].join('\n')
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\n]/g, (character) => ESCAPED[character] ?? character)
}
