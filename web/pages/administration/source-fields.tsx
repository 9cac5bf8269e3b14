import { Select } from '@mantine/core'
import type { SourceRequest } from '../../../src/contract/sources/source.ts'
import { useSourceKinds } from '../../api/sources.ts'
import { FieldsIn } from '../../parts/fields/field-errors.tsx'
import type { FaultsOfFields } from '../../parts/fields/field-faults.ts'
import { OptionFields } from '../../parts/fields/option-fields.tsx'
import { NameInput } from '../../parts/fields/name-input.tsx'
import { useText } from '../../text/text-provider.tsx'

/** A source in a form. */
export type SourceForm = Required<SourceRequest>

/** How the server speaks of the fields. */
export const SOURCE_FAULTS: FaultsOfFields = [
  [/source name|source named|^name in body/, 'name'],
  [/^settings of a source of kind \S+: ([a-z_]+(?:\.\w+)*)/, 'settings.$1'],
]

interface SourceFieldsProps {
  readonly form: SourceForm
  /** As it is stored; null for a new source. */
  readonly stored: SourceForm | null
  /** Whether its name is part of the server's own paths. */
  readonly keepsName?: boolean
  readonly onChange: (form: SourceForm) => void
}

/** The fields of a source. A stored source keeps its kind. */
export function SourceFields({ form, stored, keepsName = false, onChange }: SourceFieldsProps) {
  const t = useText()
  const kinds = useSourceKinds()
  const { name, kind, settings } = form
  const schema = kinds.data?.find((one) => one.kind === kind)?.settings_schema
  const isRenamed = stored !== null && name !== stored.name
  return (
    <>
      <Select
        label={t.sources.kind}
        description={stored === null ? undefined : t.sources.keepsKind}
        data={(kinds.data ?? []).map((one) => ({ value: one.kind, label: t.server(one.title) }))}
        value={kind}
        allowDeselect={false}
        disabled={stored !== null}
        onChange={(one) => onChange({ ...form, kind: one ?? kind, settings: {} })}
      />
      <NameInput
        description={keepsName ? t.sources.keepsName : isRenamed ? t.sources.renamed : t.sources.nameHint}
        value={name}
        onChange={(typed) => onChange({ ...form, name: typed })}
        disabled={keepsName}
        data-autofocus={stored === null || undefined}
      />
      {schema && (
        <FieldsIn path="settings">
          <OptionFields
            schema={schema}
            stored={stored?.settings ?? {}}
            options={settings}
            onChange={(wanted) => onChange({ ...form, settings: { ...wanted } })}
          />
        </FieldsIn>
      )}
    </>
  )
}
