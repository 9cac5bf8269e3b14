import { Select } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

/** The values of the select, by the value of the field. */
const VALUES = [
  ['setting', null],
  ['on', true],
  ['off', false],
] as const

interface HarborWayFieldProps {
  /** Null: as the setting of the server says. */
  readonly harborWay: boolean | null
  readonly onChange: (harborWay: boolean | null) => void
}

/** Whether a webhook has Harbor's way: as the setting says, on, or off. */
export function HarborWayField({ harborWay, onChange }: HarborWayFieldProps) {
  const t = useText()
  const [chosen] = VALUES.find(([, value]) => value === harborWay) ?? VALUES[0]
  return (
    <Select
      label={t.harborWay.label}
      description={t.harborWay.says}
      data={VALUES.map(([value]) => ({ value, label: t.harborWay.values[value] }))}
      value={chosen}
      onChange={(value) => onChange(VALUES.find(([one]) => one === value)?.[1] ?? null)}
      allowDeselect={false}
    />
  )
}
