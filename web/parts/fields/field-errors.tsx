import { type ReactNode, createContext, useContext } from 'react'

/** What is wrong with the fields of a form, in words, by the path of the field in the form: `targets.0.address`. */
export type FieldErrors = Readonly<Record<string, ReactNode>>

interface Place {
  readonly errors: FieldErrors
  /** What the paths of the fields here begin with. */
  readonly prefix: string
}

const FieldErrorsContext = createContext<Place>({ errors: {}, prefix: '' })

/** Gives the fields inside it what is wrong with them. */
export function FieldErrorsOf({
  errors,
  children,
}: {
  readonly errors: FieldErrors
  readonly children: ReactNode
}) {
  return <FieldErrorsContext value={{ errors, prefix: '' }}>{children}</FieldErrorsContext>
}

/** The fields inside it belong to a part of the form, such as `targets.0`. */
export function FieldsIn({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const { errors, prefix } = useContext(FieldErrorsContext)
  return <FieldErrorsContext value={{ errors, prefix: joined(prefix, path) }}>{children}</FieldErrorsContext>
}

/** What is wrong with the field of that path; undefined while nothing is. */
export function useFieldError(path: string): ReactNode {
  return useFieldErrorOf()(path)
}

/** The same as a question, for forms whose fields are not known before. */
export function useFieldErrorOf(): (path: string) => ReactNode {
  const { errors, prefix } = useContext(FieldErrorsContext)
  return (path) => errors[joined(prefix, path)]
}

function joined(prefix: string, path: string): string {
  return prefix === '' ? path : `${prefix}.${path}`
}
