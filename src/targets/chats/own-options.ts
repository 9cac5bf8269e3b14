import Type, { type TOptional, type TString } from 'typebox'

/** A secret of a chat, as its options hold it: sealed when it is stored, and never shown. */
export function secretOption(title: string, description: string): TOptional<TString> {
  return Type.Optional(Type.String({ title, description, writeOnly: true, maxLength: 1024 }))
}
