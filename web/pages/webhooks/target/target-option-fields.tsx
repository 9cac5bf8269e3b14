import { Fieldset, Stack } from '@mantine/core'
import type { OptionsSchema } from '../../../api/target-kinds.ts'
import { FieldsIn } from '../../../parts/fields/field-errors.tsx'
import { OptionFields } from '../../../parts/fields/option-fields.tsx'
import { useText } from '../../../text/text-provider.tsx'
import type { TargetForm } from '../policy-form.ts'
import { MailFields } from './groups/mail-fields.tsx'
import { OptionChoice } from './groups/option-inputs.tsx'
import { optionsWithoutGroup } from './groups/option-groups.tsx'
import type { OptionsAt } from './groups/options-at.ts'
import { RareGroups } from './groups/rare-groups.tsx'
import { SigningFields } from './groups/signing-fields.tsx'

interface TargetOptionFieldsProps {
  readonly target: TargetForm
  readonly schema: OptionsSchema
  readonly at: OptionsAt
}

/**
 * The options of a target in groups by purpose. Options that no group is about, such as those of a new kind of target, have a
 * plain form by their schema.
 */
export function TargetOptionFields({ target, schema, at }: TargetOptionFieldsProps) {
  const words = useText().targetOptions
  const has = (option: string): boolean => schema.properties?.[option] !== undefined
  return (
    <FieldsIn path="options">
      <Stack gap="sm">
        {has('cloudevents_mode') && target.payloadFormat === 'CloudEvents' && (
          <OptionChoice at={at} path="cloudevents_mode" label={words.mode} choices={words.modes} />
        )}
        {has('signing') && <SigningFields at={at} />}
        {has('digest_seconds') && <MailFields at={at} />}
        <OtherOptions schema={schema} at={at} />
        <RareGroups schema={schema} at={at} />
      </Stack>
    </FieldsIn>
  )
}

function OtherOptions({ schema, at }: Pick<TargetOptionFieldsProps, 'schema' | 'at'>) {
  const t = useText()
  const properties = schema.properties ?? {}
  const names = optionsWithoutGroup(Object.keys(properties))
  if (names.length === 0) return null
  const others = {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name))),
  }
  return (
    <Fieldset legend={t.policyForm.otherOptions} p="sm">
      <Stack gap="sm">
        <OptionFields schema={others} stored={at.stored} options={at.options} onChange={at.onChange} />
      </Stack>
    </Fieldset>
  )
}
