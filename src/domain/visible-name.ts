import { badRequest } from './errors.ts'

/** Changes the order of the text around it (Unicode, `Bidi_Control`). */
const BIDIRECTIONAL = /\p{Bidi_Control}/u
/** Control characters, the two separators of lines and paragraphs, and halves of surrogate pairs. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u
/** Neither space nor mark, nor a character that is drawn as nothing; the last one is the braille pattern without dots. */
const VISIBLE = /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]|\p{Co}/u

/** What makes a name one that people cannot see or would misread, in words; null for a good name. */
export function nameFault(name: string): string | null {
  const [bidirectional] = BIDIRECTIONAL.exec(name) ?? []
  if (bidirectional !== undefined)
    return `it contains the bidirectional control character ${codePoint(bidirectional)}`
  const [control] = CONTROL.exec(name) ?? []
  if (control !== undefined) return `it contains the control character ${codePoint(control)}`
  return VISIBLE.test(name) ? null : 'it has no visible character'
}

/**
 * @param noun what the name is of, in words
 * @throws BellbuoyError `BAD_REQUEST` saying which character is wrong
 */
export function assertVisibleName(noun: string, name: string): void {
  const fault = nameFault(name)
  if (fault !== null) throw badRequest(`invalid ${noun}: ${fault}`)
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return `U+${hex.padStart(4, '0')}`
}
