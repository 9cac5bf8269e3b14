/** Whether a user agent is this program, in any version and with any comment: `Trivy` is `trivy/0.60.0 (linux)`. */
export function isUserAgent(userAgent: string, program: string): boolean {
  const agent = userAgent.trim().toLowerCase()
  const name = program.toLowerCase()
  return agent === name || agent.startsWith(`${name}/`) || agent.startsWith(`${name} `)
}
