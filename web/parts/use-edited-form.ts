import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'

/** A stored thing as a form shows it, and the tag of that version. */
export interface FormVersion<Form> {
  readonly form: Form
  readonly etag: string
}

/** A form that changes what others may change meanwhile. */
export interface EditedForm<Form> {
  readonly form: Form
  readonly setForm: (form: Form) => void
  /** Of the version that the form began with; undefined until it is known, and for something new. */
  readonly etag: string | undefined
  /** Whether the form can be saved: the version that it began with is known. */
  readonly isReady: boolean
  /** Why that version could not be read. */
  readonly error: Error | null
  /** Takes over what others have changed, but for the fields that were changed here. */
  readonly loadNewer: () => Promise<void>
  readonly isLoading: boolean
  readonly hasLoadedNewer: boolean
  /** The form is stored now, under this tag. */
  readonly saved: (etag: string) => void
}

interface State<Form> {
  readonly form: Form
  /** What the fields were in the version that the form began with. A field that is the same object was not changed. */
  readonly base: Form
  readonly version: FormVersion<Form> | undefined
  readonly etag: string | undefined
}

/**
 * @param initial what is known of the thing already, so that the form is there at once
 * @param stored how it is read, or null for something new
 */
export function useEditedForm<Form extends object>(
  initial: () => Form,
  stored: {
    readonly key: readonly unknown[]
    readonly read: () => Promise<FormVersion<Form>>
  } | null,
): EditedForm<Form> {
  const [state, setState] = useState<State<Form>>(() => {
    const form = initial()
    return { form, base: form, version: undefined, etag: undefined }
  })
  const [hasLoadedNewer, setLoadedNewer] = useState(false)
  // A form begins with what is stored when it opens, never with what an earlier form has read.
  const opening = useId()
  const query = useQuery({
    queryKey: ['version', ...(stored?.key ?? []), opening],
    enabled: stored !== null,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => stored?.read(),
  })
  const { data: version } = query
  if (version !== undefined && version !== state.version)
    setState({ ...merged(state, version.form), version, etag: version.etag })
  return {
    form: state.form,
    setForm: (form) => setState((old) => ({ ...old, form })),
    etag: state.etag,
    isReady: stored === null || state.etag !== undefined,
    error: query.error,
    async loadNewer() {
      const { isSuccess } = await query.refetch()
      setLoadedNewer(isSuccess)
    },
    isLoading: query.isRefetching,
    hasLoadedNewer,
    saved: (etag) => {
      setLoadedNewer(false)
      setState((old) => ({ ...old, base: old.form, etag }))
    },
  }
}

/** The fields that were changed here stay; the others take what is stored now. */
export function merged<Form extends object>(
  { form, base }: { readonly form: Form; readonly base: Form },
  theirs: Form,
): { readonly form: Form; readonly base: Form } {
  const next = { form: { ...theirs }, base: { ...theirs } }
  for (const name of Object.keys(theirs) as (keyof Form)[]) {
    if (form[name] !== base[name]) next.form[name] = form[name]
    // What is the same anyway keeps its fields, and what has the focus in them.
    else if (isSame(base[name], theirs[name])) next.form[name] = next.base[name] = form[name]
  }
  return next
}

/** Keys only tell the parts of a form apart. */
function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (name, part: unknown) => (name === 'key' ? undefined : part))
  return text(one) === text(other)
}
