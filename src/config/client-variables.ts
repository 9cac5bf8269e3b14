/** Variables of the environment for the commands that call a server. They are no settings of the server, which passes them over. */
export const CLIENT_VARIABLES = {
  /** Where the server is. */
  server: 'BELLBUOY_SERVER',
  /** The token of the calls. */
  token: 'BELLBUOY_TOKEN',
  /** A file that has the token. */
  tokenFile: 'BELLBUOY_TOKEN_FILE',
  /** In place of a token: a user or a robot, */
  user: 'BELLBUOY_USER',
  /** and the password or the robot's secret, */
  password: 'BELLBUOY_PASSWORD',
  /** or a file that has it. */
  passwordFile: 'BELLBUOY_PASSWORD_FILE',
  /** The name of a log-in, one of those that `bellbuoy login` keeps. */
  context: 'BELLBUOY_CONTEXT',
} as const

export function isClientVariable(name: string): boolean {
  return Object.values(CLIENT_VARIABLES).some((known) => known === name)
}
