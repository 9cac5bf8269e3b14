import { timingSafeEqual } from 'node:crypto'
import { type Headers, headerOf } from './headers.ts'
import { type Sender, digestOf } from './sender.ts'

/** Why a webhook is refused. */
export interface SenderFault {
  readonly code: 'missing' | 'wrong' | 'too old' | 'too new' | 'malformed'
  readonly about: 'authorization' | 'signature'
  /** For logs and the answer: what is wrong and what to do. Contains nothing that the sender sent. */
  readonly text: string
}

/** Signatures of one header that are looked at: two are sent while a secret changes. */
const MAX_SIGNATURES = 8

export interface CheckedRequest {
  readonly headers: Headers
  /** As it arrived, byte for byte: that is what is signed. */
  readonly body: Buffer
  readonly nowMs: number
}

/** Why a webhook does not come from the sender, or null when it does. Comparing takes the same time whatever was sent. */
export function checkSender(sender: Sender, request: CheckedRequest): SenderFault | null {
  return authorizationFault(sender, request) ?? signatureFault(sender, request)
}

function authorizationFault({ authorizations }: Sender, { headers }: CheckedRequest): SenderFault | null {
  if (authorizations.length === 0) return null
  const given = headerOf(headers, 'authorization')
  if (given === '')
    return fault('authorization', 'missing', 'the header Authorization is missing: give the target a secret')
  const digest = digestOf(given)
  // All are compared, so that the time does not tell which one it was.
  const matching = authorizations.filter((accepted) => timingSafeEqual(accepted, digest))
  if (matching.length > 0) return null
  return fault(
    'authorization',
    'wrong',
    'the header Authorization has another value than the listener accepts: compare both sides',
  )
}

function signatureFault(sender: Sender, { headers, body, nowMs }: CheckedRequest): SenderFault | null {
  if (sender.keys.length === 0) return null
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  )
  if (!id || !timestamp || !signature) return fault('signature', 'missing', MISSING)
  if (!/^\d{1,12}$/.test(timestamp))
    return fault('signature', 'malformed', 'webhook-timestamp is not a time in Unix seconds')
  const ageMs = nowMs - Number(timestamp) * 1000
  if (ageMs > sender.toleranceMs) return fault('signature', 'too old', offText('earlier', sender))
  if (ageMs < -sender.toleranceMs) return fault('signature', 'too new', offText('later', sender))
  const given = signaturesIn(signature)
  if (given.length === 0)
    return fault('signature', 'malformed', 'webhook-signature has no signature v1,… or v1a,…')
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  return isSigned(sender, content, given) ? null : fault('signature', 'wrong', wrongText(sender, given))
}

const MISSING =
  'webhook-id, webhook-timestamp or webhook-signature is missing: give the target a signing secret'

function offText(which: 'earlier' | 'later', { toleranceMs }: Sender): string {
  const seconds = toleranceMs / 1000
  return `it was signed more than ${seconds} s ${which} by the clock of the listener: compare both clocks, or send it anew`
}

interface Signature {
  readonly scheme: string
  readonly bytes: Buffer
}

function signaturesIn(header: string): readonly Signature[] {
  const written = header
    .split(' ', MAX_SIGNATURES)
    .map((text) => /^(v1a?),([A-Za-z0-9+/]+={0,2})$/.exec(text))
  return written.flatMap((match) =>
    match === null ? [] : { scheme: match[1] ?? '', bytes: Buffer.from(match[2] ?? '', 'base64') },
  )
}

/** One good signature is enough: while a secret changes, each side may have the old one. */
function isSigned({ keys }: Sender, content: Buffer, signatures: readonly Signature[]): boolean {
  return keys.some((key) => {
    const isGenuine = key.over(content)
    return signatures.some(({ scheme, bytes }) => scheme === key.scheme && isGenuine(bytes))
  })
}

function wrongText({ keys }: Sender, signatures: readonly Signature[]): string {
  const isKnown = signatures.some(({ scheme }) => keys.some((key) => key.scheme === scheme))
  if (isKnown)
    return 'no signature fits: compare the secrets, and whether something changes the body on its way'
  const wanted = keys[0]?.scheme === 'v1a' ? 'v1a (whpk_)' : 'v1 (whsec_)'
  return `the signature is of another scheme than ${wanted}, which the listener has a key for`
}

function fault(about: SenderFault['about'], code: SenderFault['code'], text: string): SenderFault {
  return { about, code, text }
}
