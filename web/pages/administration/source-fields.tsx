import { Select } from '@mantine/core'
import type { SourceRequest } from '../../../src/contract/sources/source.ts'
import { useSourceKinds } from '../../api/sources.ts'
import { OptionFields } from '../../parts/fields/option-fields.tsx'
import { NameInput } from '../../parts/fields/name-input.tsx'
import { useText } from '../../text/text-provider.tsx'

/** A source in a form. */
export type SourceForm = Required<SourceRequest>

interface SourceFieldsProps {
  readonly form: SourceForm
  /** Its stored name; null for a new source. */
  readonly storedName: string | null
  /** Whether its name is part of the server's own paths. */
  readonly keepsName?: boolean
  readonly onChange: (form: SourceForm) => void
}

/** The fields of a source. A stored source keeps its kind. */
export function SourceFields({ form, storedName, keepsName = false, onChange }: SourceFieldsProps) {
  const t = useText()
  const kinds = useSourceKinds()
  const { name, kind, settings } = form
  const schema = kinds.data?.find((one) => one.kind === kind)?.settings_schema
  const isRenamed = storedName !== null && name !== storedName
  return (
    <>
      <Select
        label={t.sources.kind}
        description={storedName === null ? undefined : t.sources.keepsKind}
        data={(kinds.data ?? []).map((one) => ({ value: one.kind, label: t.server(one.title) }))}
        value={kind}
        allowDeselect={false}
        disabled={storedName !== null}
        onChange={(one) => onChange({ ...form, kind: one ?? kind, settings: {} })}
      />
      <NameInput
        description={keepsName ? t.sources.keepsName : isRenamed ? t.sources.renamed : t.sources.nameHint}
        value={name}
        onChange={(typed) => onChange({ ...form, name: typed })}
        disabled={keepsName}
        data-autofocus={storedName === null || undefined}
      />
      {schema && (
        <OptionFields
          schema={schema}
          isStored={storedName !== null}
          options={settings}
          onChange={(wanted) => onChange({ ...form, settings: { ...wanted } })}
        />
      )}
    </>
  )
}
