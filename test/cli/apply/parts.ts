import { mkdirSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Ran, runCommand } from '../../support/app/command.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A server, and folders with configurations for it. */
export function configurations() {
  const parts = shared(async (stack) => ({
    app: stack.use(await startTestApp()),
    folder: stack.use(await temporaryFolder('apply')).path,
  }))
  return {
    app: () => parts().app,
    folder: () => parts().folder,
    /** Writes files of a new folder, and answers its path. */
    files: (texts: Readonly<Record<string, string>>): string => {
      const path = join(parts().folder, randomUUID())
      mkdirSync(path)
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(path, name), text)
      return path
    },
    run: (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
      runCommand(args, { url: parts().app.url, folder: parts().folder, env }),
  }
}

export const newName = (): string => `team-${randomUUID().slice(0, 8)}`
