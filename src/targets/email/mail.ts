import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'

interface Part {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What is said in one mail. */
export interface Mail extends Part {
  /** The same for every attempt to send the same deliveries. */
  readonly messageId: string
}

/**
 * One mail of one delivery, or of several: a digest.
 *
 * @param domain of the sender
 */
export function mailOf(deliveries: readonly LeasedDelivery[], domain: string): Mail {
  const parts = deliveries.map(({ payload }) => JSON.parse(payload.body) as Part)
  const [first] = deliveries
  const number = deliveries.length > 1 ? `_and_${deliveries.length - 1}` : ''
  const messageId = `<${first?.eventId ?? ''}_${first?.targetId ?? 0}${number}@${domain}>`
  const [only] = parts
  if (only !== undefined && parts.length === 1) return { ...only, html: page(only.html), messageId }
  const subject = `${parts.length} events in ${placesOf(deliveries)}`
  return {
    subject,
    text: [subject, ...parts.map(({ text }) => text)].join('\n\n'),
    html: page([`<h3>${parts.length} events</h3>`, ...parts.map(({ html }) => html)].join('\n<hr>\n')),
    messageId,
  }
}

const MAX_PLACES = 3

/** The repositories of deliveries, the first few of them by name. */
function placesOf(deliveries: readonly LeasedDelivery[]): string {
  const all = [...new Set(deliveries.map(({ repository }) => repository || 'projects'))]
  const named = all.slice(0, MAX_PLACES).map((name) => name.slice(0, 60))
  const others = all.length > MAX_PLACES ? ` and ${all.length - MAX_PLACES} more` : ''
  return `${named.join(', ')}${others}`
}

function page(html: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>\n${html}\n</body></html>`
}
