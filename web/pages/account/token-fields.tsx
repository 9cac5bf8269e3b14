import { MultiSelect, Radio, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useProjects } from '../../api/projects.ts'
import { useText } from '../../text/text-provider.tsx'
import type { ChosenLimits } from './token-limits.ts'

const DURATIONS_DAYS = [7, 30, 90, 365, -1]

/** For how long a token is valid, and for what. */
export interface TokenExtent {
  /** -1: for ever. */
  readonly days: number
  readonly limits: ChosenLimits
}

interface TokenFieldsProps {
  readonly extent: TokenExtent
  readonly onChange: (extent: TokenExtent) => void
}

export function TokenFields({ extent, onChange }: TokenFieldsProps) {
  const t = useText()
  const { days, limits } = extent
  const { isReadOnly, projects } = limits
  const limit = (part: Partial<ChosenLimits>): void => onChange({ ...extent, limits: { ...limits, ...part } })
  return (
    <>
      <Select
        label={t.accessTokens.expires}
        data={DURATIONS_DAYS.map((count) => ({ value: String(count), label: t.robots.days(count) }))}
        value={String(days)}
        onChange={(value) => onChange({ ...extent, days: Number(value ?? days) })}
        allowDeselect={false}
      />
      <Choice
        label={t.accessTokens.rights}
        value={isReadOnly ? 'read' : 'full'}
        options={{ full: t.accessTokens.fullChoice, read: t.accessTokens.readChoice }}
        onChange={(value) => limit({ isReadOnly: value === 'read' })}
      />
      <Choice
        label={t.accessTokens.where}
        value={projects === null ? 'all' : 'chosen'}
        options={{ all: t.accessTokens.allChoice, chosen: t.accessTokens.chosenChoice }}
        onChange={(value) => limit({ projects: value === 'all' ? null : [] })}
      />
      {projects !== null && (
        <ProjectsInput projects={projects} onChange={(chosen) => limit({ projects: chosen })} />
      )}
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: Readonly<Record<string, string>>
  readonly onChange: (value: string) => void
}

function Choice({ options, ...props }: ChoiceProps) {
  return (
    <Radio.Group {...props}>
      <Stack gap="xs" mt="xs">
        {Object.entries(options).map(([value, label]) => (
          <Radio key={value} value={value} label={label} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** As many as one list shows; typing narrows it. */
const OFFERED = 50

interface ProjectsInputProps {
  readonly projects: readonly string[]
  readonly onChange: (projects: readonly string[]) => void
}

function ProjectsInput({ projects, onChange }: ProjectsInputProps) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [name] = useDebouncedValue(typed, 300)
  const { data } = useProjects({ name, page: 1, size: OFFERED })
  const found = data?.items.map((project) => project.name) ?? []
  return (
    <MultiSelect
      label={t.places.projects}
      required
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t.list.noneFound}
      data={[...new Set([...projects, ...found])]}
      value={[...projects]}
      onChange={onChange}
    />
  )
}
