import { Fragment } from 'react'

/** An address may break where a reader sees its parts end; within one only when that has no room for itself. */
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

/** Each part ends with what separates it from the next. */
export function partsOf(text: string): readonly string[] {
  return text.split(/(?<=[/,?&=@:+])(?![/,?&=@:+])|(?<=[.])(?=[a-z])/i)
}
