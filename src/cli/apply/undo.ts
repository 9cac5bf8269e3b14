import { ApiFailure, isOutdated } from '../../client/api-failure.ts'
import { messageOf } from '../../domain/errors.ts'
import { CommandFault, EXIT, exitCodeOf } from '../remote/exit-codes.ts'
import { textOf } from './bodies.ts'
import { nounNamed } from './nouns.ts'
import type { Change } from './plan.ts'
import { scopeTitle } from './show-plan.ts'
import type { Noun, Place, Version } from './thing.ts'

/** How one change is taken back. */
export interface Undo {
  readonly what: string
  readonly run: () => Promise<void>
}

const NO_SECRETS = (): string => ''

/** Removes what was created, unless someone has changed it since. @param version as it was created */
export function undoCreation(noun: Noun, place: Place, version: Version): Undo {
  return {
    what: `new ${noun.noun} ${version.name}`,
    async run() {
      if (noun.noun === 'project') await assertEmpty(place)
      // A project has changed since by what this apply did with it itself.
      const now = noun.noun === 'project' ? await noun.read(place, version.id) : version
      if (now !== null) await noun.remove?.(place, now)
    },
  }
}

/** Puts back what was changed, unless someone has changed it since. @param after with the tag of the change */
export function undoUpdate(noun: Noun, place: Place, before: Version, after: Version): Undo {
  return {
    what: `changed ${noun.noun} ${before.name}`,
    async run() {
      const { name, body } = before
      // Of a project, an apply of others may have changed what it remembers there, and nothing else.
      const now = await noun.read(place, before.id)
      const version = now !== null && textOf(now.body) === textOf(after.body) ? now : after
      await noun.update(place, version, {
        name,
        body,
        before: after.body,
        secrets: NO_SECRETS,
        sendsAll: false,
        set: null,
      })
    },
  }
}

/** Takes changes back, the last one first. @returns the failure to report: with what is undone, and what could not be */
export async function undone(
  place: Place,
  undos: readonly Undo[],
  failure: unknown,
  sent: readonly Change[],
): Promise<CommandFault> {
  const left: string[] = []
  for (const { what, run } of undos.toReversed()) {
    try {
      await run()
    } catch (error) {
      const why = isOutdated(error) ? 'someone else has changed it since then' : messageOf(error)
      left.push(`the ${what} stays: ${why}`)
    }
  }
  const title = scopeTitle(place.scope)
  const isUndone = undos.length === 0 ? 'nothing was changed there' : 'apply has undone its changes there'
  const secrets = sent.map(
    ({ noun, name }) => `the new secrets of the ${noun} ${name} stay: apply does not know the old ones`,
  )
  const results =
    left.length === 0 ? [isUndone, ...secrets] : ['apply could not undo all its changes', ...left, ...secrets]
  return new CommandFault(exitOf(failure), `${title}: ${messageOf(failure)}\n  ${results.join('\n  ')}`)
}

function exitOf(failure: unknown) {
  const known = failure instanceof ApiFailure || failure instanceof CommandFault
  return known ? exitCodeOf(failure) : EXIT.fault
}

/** @throws CommandFault when others have put things into a project since this apply created it */
async function assertEmpty(place: Place): Promise<void> {
  for (const name of ['webhook', 'robot'] as const) {
    const found = await nounNamed(name).list(place)
    if (found.length > 0)
      throw new CommandFault(
        EXIT.conflict,
        `it has the ${name} ${found[0]?.name ?? ''}, which someone else created`,
      )
  }
}
