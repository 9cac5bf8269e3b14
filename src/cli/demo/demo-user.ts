export interface User {
  readonly name: string
  readonly password: string
}

/** The one user of the demo's registry, which listens on this machine only and lives as long as the demo. */
export const demoUser: User = { name: 'alice', password: 'mooring' }

/** That user for the registry, which reads bcrypt hashes only: computed once, so that the demo needs no tool for it. */
export const htpasswdLine = 'alice:$2y$05$BellbuoyDemoSaltabcdeuBrHCRSxjkvfmlcRwzwBJcibcpvBXPv.\n'
