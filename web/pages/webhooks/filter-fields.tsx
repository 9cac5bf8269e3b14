import { Checkbox, MultiSelect, Select, SimpleGrid, Stack, TagsInput } from '@mantine/core'
import { useFieldErrorOf } from '../../parts/fields/field-errors.tsx'
import { useText } from '../../text/text-provider.tsx'
import type { PolicyFilter } from './policy-form.ts'

const ACTOR_KINDS = ['user', 'robot', 'system', 'anonymous', 'unknown'] as const
const SEVERITIES = ['Low', 'Medium', 'High', 'Critical'] as const

interface FilterFieldsProps {
  readonly filter: PolicyFilter
  /** Whether parts and accessories are wanted anyway. */
  readonly hasHarborWay: boolean
  readonly onChange: (filter: PolicyFilter) => void
}

/** The filter of a webhook: by repository, tag, user, and severity of a scan. */
export function FilterFields({ filter, hasHarborWay, onChange }: FilterFieldsProps) {
  const t = useText()
  const errorOf = useFieldErrorOf()
  const patch = (part: Partial<PolicyFilter>): void => onChange({ ...filter, ...part })
  return (
    <Stack gap="sm">
      <GlobFields
        labels={[t.filter.repositories, t.filter.notRepositories]}
        example="team/*"
        path="repositories"
        globs={filter.repositories}
        onChange={(repositories) => patch({ repositories })}
      />
      <GlobFields
        labels={[t.filter.tags, t.filter.notTags]}
        example="v*"
        path="tags"
        globs={filter.tags}
        onChange={(tags) => patch({ tags })}
      />
      <GlobFields
        labels={[t.filter.operators, t.filter.notOperators]}
        example="robot$*"
        path="operators"
        globs={filter.operators}
        onChange={(operators) => patch({ operators })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <MultiSelect
          label={t.filter.actors}
          data={ACTOR_KINDS.map((kind) => ({ value: kind, label: t.actorKinds[kind] }))}
          value={[...(filter.actor_kinds ?? [])]}
          onChange={(actor_kinds) => patch({ actor_kinds })}
          clearable
        />
        <Select
          label={t.filter.severity}
          error={errorOf('filter.min_severity')}
          data={SEVERITIES.map((severity) => ({ value: severity, label: t.policyForm.severities[severity] }))}
          value={filter.min_severity ?? null}
          onChange={(severity) => patch({ min_severity: severity ?? '' })}
          clearable
        />
      </SimpleGrid>
      <Checkbox
        label={t.filter.children}
        checked={hasHarborWay || (filter.children ?? false)}
        disabled={hasHarborWay}
        onChange={(event) => patch({ children: event.currentTarget.checked })}
      />
      <Checkbox
        label={t.filter.accessories}
        checked={hasHarborWay || (filter.accessories ?? false)}
        disabled={hasHarborWay}
        onChange={(event) => patch({ accessories: event.currentTarget.checked })}
      />
    </Stack>
  )
}

type Globs = NonNullable<PolicyFilter['tags']>

interface GlobFieldsProps {
  readonly labels: readonly [string, string]
  readonly example: string
  readonly path: 'repositories' | 'tags' | 'operators'
  readonly globs: Globs | undefined
  readonly onChange: (globs: Globs) => void
}

function GlobFields({ labels, example, path, globs = {}, onChange }: GlobFieldsProps) {
  const errorOf = useFieldErrorOf()
  const { include = [], exclude = [] } = globs
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TagsInput
        label={labels[0]}
        placeholder={include.length === 0 ? example : ''}
        value={[...include]}
        error={errorOf(`filter.${path}.include`)}
        classNames={{ pill: 'mono' }}
        onChange={(wanted) => onChange({ ...globs, include: wanted })}
        acceptValueOnBlur
      />
      <TagsInput
        label={labels[1]}
        value={[...exclude]}
        error={errorOf(`filter.${path}.exclude`)}
        classNames={{ pill: 'mono' }}
        onChange={(unwanted) => onChange({ ...globs, exclude: unwanted })}
        acceptValueOnBlur
      />
    </SimpleGrid>
  )
}
