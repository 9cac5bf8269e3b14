import { ApiFailure } from '../../client/api-failure.ts'
import { contextsFile, findContext, readContexts, writeContexts } from '../remote/contexts.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { endsWell } from '../remote/run-remote.ts'
import { revoke } from './revoke.ts'

export interface LogOutOptions {
  readonly forget?: boolean
}

/** Revokes the token of a log-in and forgets it. A log-in whose token is kept by the server is not forgotten unless that is asked for. */
export async function logOut(given: string | undefined, { forget = false }: LogOutOptions): Promise<void> {
  await endsWell(async (signal, environment) => {
    const file = contextsFile(environment)
    const kept = readContexts(file)
    const name = given ?? kept.current
    if (name === null)
      throw new CommandFault(
        EXIT.missing,
        'there is no current log-in: give the name of one (bellbuoy context list shows them)',
      )
    const context = findContext(kept, name)
    const isRevoked = await revoke(context, signal).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ApiFailure && error.code !== '' && [401, 404].includes(error.status)) return true
        if (forget) return false
        throw error
      },
    )
    const { [name]: _, ...others } = kept.contexts
    writeContexts(file, { current: kept.current === name ? null : kept.current, contexts: others })
    const still = 'its token stays valid until it expires: revoke it in the console'
    console.log(`Logged out of ${context.url}${isRevoked ? '' : `; ${still}`}.`)
  })
}
