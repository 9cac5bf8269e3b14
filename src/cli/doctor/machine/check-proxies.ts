import { type Finding, ok, warn } from '../finding.ts'

/** Proxies of the environment: the commands that call a server use them, and the server does not. */
export function* checkProxies(environment: NodeJS.ProcessEnv): Generator<Finding> {
  const set = ['HTTP_PROXY', 'HTTPS_PROXY'].filter((name) => given(environment, name) !== '')
  if (set.length === 0) {
    yield ok('proxy', 'the environment names none')
    return
  }
  const spared = given(environment, 'NO_PROXY')
    .split(',')
    .map((entry) => entry.trim())
  if (spared.some((entry) => entry === '*' || entry === 'localhost' || entry === '127.0.0.1'))
    yield ok('proxy', `${set.join(' and ')}: for commands; webhooks go by the proxy of their target`)
  else
    yield warn(
      'proxy',
      `NO_PROXY does not spare this machine from ${set.join(' and ')}: commands ask the proxy for the server`,
      'Add localhost,127.0.0.1 to NO_PROXY; a webhook goes by a proxy only where its target names one.',
    )
}

function given(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name] ?? environment[name.toLowerCase()] ?? ''
}
