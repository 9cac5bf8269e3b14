import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { escapeHtml, htmlLinks, htmlSentence } from '../chat/html.ts'
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
  const facts = [...story.facts, { name: 'When', value: whenOf(story) }].map(
    ({ name, value }) =>
      `<tr><th align="left" valign="top">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  )
  const links = htmlLinks(story)
  return [
    `<p>${htmlSentence(story, 'strong')}</p>`,
    `<table cellpadding="3">${facts.join('')}</table>`,
    ...(links === '' ? [] : [`<p>${links}</p>`]),
  ].join('\n')
}
