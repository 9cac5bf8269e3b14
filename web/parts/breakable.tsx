import { Fragment } from 'react'

/** A text that breaks between the parts of an address, and within a part only when it is too long for a line. */
export function Breakable({ text }: { readonly text: string }) {
  return (
    <span className="path">
      {partsOf(text).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  )
}

/** Each part ends with its separator. */
export function partsOf(text: string): readonly string[] {
  return text.split(/(?<=[/,?&=@:+])(?![/,?&=@:+])|(?<=[.])(?=[a-z])/i)
}
