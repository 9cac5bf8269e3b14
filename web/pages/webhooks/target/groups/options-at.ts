import type { TargetOptions } from '../../policy-form.ts'

/** The options of a target as a group of fields reads and changes them, by paths such as `basic.username`. */
export interface OptionsAt {
  readonly options: TargetOptions
  /** As they are stored; a stored secret is an empty text. */
  readonly stored: TargetOptions
  readonly onChange: (options: TargetOptions) => void
}

export function optionAt(options: TargetOptions, path: string): unknown {
  const [group = '', name] = path.split('.')
  const value = options[group]
  return name === undefined ? value : (value as TargetOptions | undefined)?.[name]
}

/** The options with another value there; undefined takes it away, and leaves its group. */
export function withOption(options: TargetOptions, path: string, value: unknown): TargetOptions {
  const [group = '', name] = path.split('.')
  if (name === undefined) return put(options, group, value)
  return put(options, group, put((options[group] ?? {}) as TargetOptions, name, value))
}

function put(options: TargetOptions, name: string, value: unknown): TargetOptions {
  const { [name]: _former, ...others } = options
  return value === undefined ? others : { ...others, [name]: value }
}
