import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { secretIn, textIn } from '../remote/given-file.ts'
import { type Draft, type WrittenPolicy, policyIn } from './policy-yaml.ts'

/** What a policy is to be: a file, and options that win over it. */
export interface DraftOptions {
  readonly file?: string
  readonly name?: string
  readonly description?: string
  readonly event?: readonly string[]
  readonly target?: readonly string[]
  readonly targetType?: string
  readonly format?: string
  readonly repositories?: readonly string[]
  readonly tags?: readonly string[]
  readonly authHeaderFile?: string
  readonly disabled?: boolean
}

type Target = NonNullable<Draft['targets']>[number]

const OPTIONS = [
  'file',
  'name',
  'description',
  'event',
  'target',
  'targetType',
  'format',
  'repositories',
  'tags',
  'authHeaderFile',
  'disabled',
] as const satisfies readonly (keyof DraftOptions)[]

/** Whether the options say anything of what the policy is to be. */
export function saysSomething(options: DraftOptions): boolean {
  return OPTIONS.some((name) => options[name] !== undefined)
}

/**
 * The policy that the options ask for.
 *
 * @param base what holds where neither file nor options say anything; a file stands for a whole policy
 * @throws CommandFault when a file cannot be read, or options contradict each other
 */
export async function draftFrom(options: DraftOptions, base: Draft): Promise<WrittenPolicy> {
  const { file, authHeaderFile } = options
  if (file === '-' && authHeaderFile === '-')
    throw new CommandFault(EXIT.usage, '--file and --auth-header-file cannot both be standard input')
  const written =
    file === undefined ? { draft: base, etag: undefined } : await policyIn(await textIn(file), file)
  const authHeader = authHeaderFile === undefined ? null : await secretIn(authHeaderFile)
  return { ...written, draft: changed(written.draft, options, authHeader) }
}

function changed(draft: Draft, options: DraftOptions, authHeader: string | null): Draft {
  const { name, description, event, repositories, tags, disabled } = options
  const filter = {
    ...draft.filter,
    ...(repositories !== undefined && {
      repositories: { ...draft.filter?.repositories, include: repositories },
    }),
    ...(tags !== undefined && { tags: { ...draft.filter?.tags, include: tags } }),
  }
  const targets = targetsOf(draft.targets ?? [], options, authHeader)
  return {
    ...draft,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(event !== undefined && { event_types: event }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(disabled === true && { enabled: false }),
    ...(targets.length > 0 && { targets }),
  }
}

function targetsOf(
  before: readonly Target[],
  { target, targetType, format }: DraftOptions,
  authHeader: string | null,
): readonly Target[] {
  const asked = target?.map(
    (address) => before.find((known) => known.address === address) ?? { type: 'http', address },
  )
  const targets = asked ?? before
  if (authHeader !== null && targets.length !== 1)
    throw new CommandFault(
      EXIT.usage,
      `--auth-header-file needs a policy with one target, but this policy has ${String(targets.length)}: set auth_header of each target in a file for -f`,
    )
  return targets.map((one) => ({
    ...one,
    ...(targetType !== undefined && { type: targetType }),
    ...(format !== undefined && { payload_format: format }),
    ...(authHeader !== null && { auth_header: authHeader }),
  }))
}
