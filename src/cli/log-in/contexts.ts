import { plainText } from '../plain-text.ts'
import { type Context, contextsFile, findContext, readContexts, writeContexts } from '../remote/contexts.ts'
import { openOutput } from '../remote/output.ts'
import { endsWell } from '../remote/run-remote.ts'

interface Listed extends Pick<Context, 'url' | 'user'> {
  readonly name: string
  readonly current: boolean
}

/** Prints the log-ins of this machine; no token is printed. */
export async function list(options: { readonly json?: boolean; readonly quiet?: boolean }): Promise<void> {
  await endsWell(async (_, environment) => {
    const { current, contexts } = readContexts(contextsFile(environment))
    const rows = Object.entries(contexts).map(([name, { url, user }]): Listed => ({
      name,
      url,
      user,
      current: name === current,
    }))
    await openOutput(options).list(rows, {
      columns: [
        { title: '', of: (row) => (row.current ? '*' : '') },
        { title: 'NAME', of: ({ name }) => name, least: 20 },
        { title: 'SERVER', of: ({ url }) => url },
        { title: 'USER', of: ({ user }) => user },
      ],
      key: ({ name }) => name,
      none: 'There are no log-ins: run bellbuoy login URL.',
    })
  })
}

/** Makes a log-in the current one. */
export async function use(name: string): Promise<void> {
  await endsWell(async (_, environment) => {
    const file = contextsFile(environment)
    const kept = readContexts(file)
    const { url, user } = findContext(kept, name)
    writeContexts(file, { ...kept, current: name })
    console.log(plainText(`Commands now go to ${url}, as ${user}.`))
  })
}
