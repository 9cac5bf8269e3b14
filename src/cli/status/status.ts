import { plainJson } from '../plain-text.ts'
import { EXIT } from '../remote/exit-codes.ts'
import { coloured } from '../remote/colour.ts'
import { facts } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type Remote, runRemote } from '../remote/run-remote.ts'
import { SHOWN_SOURCE, SHOWN_WEBHOOK } from './shown-lists.ts'
import { problemsText, summaryFacts } from './status-text.ts'
import { type ServerStatus, statusOf } from './server-status.ts'

/** Prints on one screen how the server is. The exit code is 1 when something needs a person. */
export async function status({
  project,
  ...options
}: RemoteOptions & { readonly project?: string }): Promise<void> {
  await runRemote(options, async ({ client, server, output }) => {
    const found = await statusOf(client, project ?? null)
    if (output.form === 'json') console.log(plainJson(found))
    else if (output.form === 'quiet') printNumbers(found)
    else await printScreen(found, server.url, output)
    if (found.needing > 0) process.exitCode = EXIT.found
  })
}

/** The numbers of the problems that need someone. One that cannot be stored has none: its kind stands for it. */
function printNumbers({ problems }: ServerStatus): void {
  for (const { id, kind, on_purpose: onPurpose, acknowledged } of problems)
    if (!onPurpose && acknowledged === undefined) console.log(id ?? kind)
}

async function printScreen(found: ServerStatus, url: string, output: Remote['output']): Promise<void> {
  console.log(facts(summaryFacts(found, url)))
  if (found.problems.length > 0) console.log(`\n${problemsText(found)}`)
  if (found.failing_webhooks.length > 0) {
    console.log(`\n${coloured('Failing webhooks', 'bad')}`)
    await output.list(found.failing_webhooks, SHOWN_WEBHOOK(found.at))
  }
  if (found.project === undefined) {
    console.log('\nSources')
    await output.list(found.sources, SHOWN_SOURCE(found.at))
  }
}
