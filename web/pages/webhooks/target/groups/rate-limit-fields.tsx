import { NumberInput, Select, SimpleGrid } from '@mantine/core'
import { useFieldErrorOf } from '../../../../parts/fields/field-errors.tsx'
import { useText } from '../../../../text/text-provider.tsx'
import type { TargetOptions } from '../../policy-form.ts'
import { OptionNumber } from './option-inputs.tsx'
import { type OptionsAt, withOption } from './options-at.ts'

const UNITS = ['per_second', 'per_minute'] as const

/** How many attempts the target takes in a time; the others wait. */
export function RateLimitFields({ at }: { readonly at: OptionsAt }) {
  const words = useText().targetOptions
  const errorOf = useFieldErrorOf()
  const limit = (at.options['rate_limit'] ?? {}) as TargetOptions
  const unit = UNITS.find((one) => limit[one] !== undefined) ?? UNITS[0]
  const rate = limit[unit]
  const { burst } = limit
  const put = (wanted: (typeof UNITS)[number], attempts: unknown): void =>
    at.onChange(
      withOption(at.options, 'rate_limit', {
        [wanted]: attempts === '' ? undefined : attempts,
        ...(burst !== undefined && { burst }),
      }),
    )
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <NumberInput
        label={words.rate}
        value={typeof rate === 'number' ? rate : ''}
        onChange={(attempts) => put(unit, attempts)}
        min={0}
        withAsterisk
        error={errorOf(`rate_limit.${unit}`) ?? errorOf('rate_limit')}
      />
      <Select
        label={words.rateUnit}
        data={UNITS.map((one) => ({ value: one, label: words.rateUnits[one] }))}
        value={unit}
        onChange={(one) => put(one ?? unit, rate)}
        allowDeselect={false}
      />
      <OptionNumber at={at} path="rate_limit.burst" label={words.burst} hint={words.burstHint} />
    </SimpleGrid>
  )
}
