import { openChanges } from '../../listen/store/changes.ts'
import { endWithFault } from '../end-with-fault.ts'
import { dataFile, runNumber } from './data-file.ts'

/** Makes ended runs due again. The exit code is 1 when one of them is not there or has not ended. */
export function retry(
  folder: string,
  texts: readonly string[],
  { failed = false }: { failed?: boolean },
): void {
  try {
    if (failed === texts.length > 0)
      throw new Error('give the numbers of runs, or --failed for all failed runs')
    const ids = texts.map(runNumber)
    using changes = openChanges(dataFile(folder))
    if (failed) {
      const retried = changes.retryFailed(Date.now())
      console.log(retried.length === 0 ? 'no run has failed' : `runs again: ${retried.join(', ')}`)
    }
    for (const id of ids) retryOne(id, changes.retry(id, Date.now()))
  } catch (error) {
    endWithFault('bellbuoy cannot retry', error)
  }
}

function retryOne(id: number, state: string | null): void {
  const hasEnded = state !== null && state !== 'pending' && state !== 'running'
  if (hasEnded) console.log(`run ${id} runs again; it was ${state}`)
  else refuse(state === null ? `there is no run ${id}` : `run ${id} has not ended: it is ${state}`)
}

/** Ends a run. The exit code is 1 when it is not there or has ended. */
export function stop(folder: string, text: string): void {
  try {
    const id = runNumber(text)
    using changes = openChanges(dataFile(folder))
    const state = changes.stop(id, Date.now())
    if (state === null) refuse(`there is no run ${id}`)
    else if (state === 'pending') console.log(`stopped run ${id}`)
    else if (state === 'running') console.log(`run ${id} is running: the listener will stop it`)
    else refuse(`run ${id} has already ended: it is ${state}`)
  } catch (error) {
    endWithFault('bellbuoy cannot stop the run', error)
  }
}

function refuse(why: string): void {
  process.exitCode = 1
  console.error(why)
}
