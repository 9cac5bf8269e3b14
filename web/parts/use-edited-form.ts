import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { FieldErrors } from './fields/field-errors.tsx'
import { isSame, merged, valueAt } from './merged-form.ts'

/** A stored thing as a form shows it, and the tag of that version. */
export interface FormVersion<Form> {
  readonly form: Form
  readonly etag: string
}

/** A form as it was left: what was typed, and the version that it began with. */
export interface LeftForm<Form> {
  readonly form: Form
  readonly base: Form
  readonly etag: string | undefined
}

/** A form that changes what others may change meanwhile. */
export interface EditedForm<Form> {
  readonly form: Form
  readonly setForm: (form: Form) => void
  /** What the form began with. */
  readonly base: Form
  /** Whether the form says anything else than what is stored. */
  readonly isDirty: boolean
  /** What is wrong with its fields. An error goes when its field is changed. */
  readonly errors: FieldErrors
  readonly setErrors: (errors: FieldErrors) => void
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

interface Known<Form> {
  readonly base: Form
  readonly etag: string | undefined
  readonly version: FormVersion<Form> | undefined
}

/**
 * @param initial what is known of the thing already, so that the form is there at once
 * @param stored how it is read, or null for something new
 * @param left the form as it was left earlier, which it goes on with
 */
export function useEditedForm<Form extends object>(
  initial: () => Form,
  stored: {
    readonly key: readonly unknown[]
    readonly read: () => Promise<FormVersion<Form>>
  } | null,
  left: LeftForm<Form> | null = null,
): EditedForm<Form> {
  const [start] = useState<LeftForm<Form>>(() => {
    if (left !== null) return left
    const form = initial()
    return { form, base: form, etag: undefined }
  })
  const fields = useForm<Form>({
    mode: 'controlled',
    initialValues: start.form,
    clearInputErrorOnChange: false,
  })
  const [known, setKnown] = useState<Known<Form>>({ base: start.base, etag: undefined, version: undefined })
  const [hasLoadedNewer, setLoadedNewer] = useState(false)
  const query = useVersion(stored)
  const { data: version } = query
  const { base, etag } = known
  if (version !== undefined && version !== known.version) {
    const next = merged({ form: fields.values, base }, version.form)
    setKnown({ base: next.base, etag: version.etag, version })
    fields.setValues(next.form)
    if (etag === undefined && start.etag !== undefined && start.etag !== version.etag) setLoadedNewer(true)
  }
  return {
    form: fields.values,
    setForm: (form) => {
      const { errors, values } = fields
      const kept = Object.entries(errors).filter(([path]) => valueAt(form, path) === valueAt(values, path))
      if (kept.length < Object.keys(errors).length) fields.setErrors(Object.fromEntries(kept))
      fields.setValues(form)
    },
    base,
    isDirty: !isSame(fields.values, base),
    errors: fields.errors,
    setErrors: (errors) => fields.setErrors({ ...errors }),
    etag,
    isReady: stored === null || etag !== undefined,
    error: query.error,
    async loadNewer() {
      const { isSuccess } = await query.refetch()
      setLoadedNewer(isSuccess)
    },
    isLoading: query.isRefetching,
    hasLoadedNewer,
    saved: (newTag) => {
      setLoadedNewer(false)
      setKnown((old) => ({ ...old, base: fields.getValues(), etag: newTag }))
    },
  }
}

/** Reads what is stored when the form opens: never what an earlier form has read. */
function useVersion<Form>(
  stored: { readonly key: readonly unknown[]; readonly read: () => Promise<FormVersion<Form>> } | null,
) {
  const opening = useId()
  return useQuery({
    queryKey: ['version', ...(stored?.key ?? []), opening],
    enabled: stored !== null,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => stored?.read(),
  })
}
