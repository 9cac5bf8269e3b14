import { type ChatDouble, first, longer, unknown } from './chat-double.ts'

const TOKEN = 'azGDORePK8gMaC0QOYAMyEEuzJnyUi'
const USER = 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG'

const refusal = (fault: string) => ({
  status: 400,
  body: JSON.stringify({ errors: [fault], status: 0, request: '5042853c-402d-4a18-abcb-168734a801de' }),
})

const thanks = { status: 200, body: '{"status":1,"request":"647d2300-702c-4b38-8b2f-d56326ae460b"}' }

/** pushover.net/api: the parameters of a message and their lengths, and `status` 0 with `errors` in a 4xx. */
export const pushover: ChatDouble = {
  faultIn,
  options: { app_token: TOKEN, user_key: USER, device: 'bridge' },
  thanks,
  answer({ method, path, headers, body }) {
    if (method !== 'POST' || !path.endsWith('/1/messages.json')) return { status: 404 }
    if (headers['content-type'] !== 'application/x-www-form-urlencoded')
      return refusal('message cannot be blank')
    const { token, user, device, ...message } = Object.fromEntries(new URLSearchParams(body))
    if (token !== TOKEN) return refusal('application token is invalid')
    if (user !== USER) return refusal('user identifier is invalid')
    if (device !== 'bridge') return refusal('device name is not valid for user')
    const fault = faultIn(JSON.stringify(message))
    return fault === null ? thanks : refusal(fault)
  },
}

const characters = (text: string): number => Array.from(text).length

function faultIn(body: string): string | null {
  const { title, message, timestamp, url, url_title: urlTitle, ...others } = JSON.parse(body)
  return first(
    unknown(others, []),
    (typeof message !== 'string' || message === '') && 'message cannot be blank',
    characters(message) > 1024 && 'message is too long',
    characters(title) > 250 && 'title is too long',
    /[\r\n]/.test(title) && 'a title is one line',
    !/^\d+$/.test(String(timestamp)) && 'timestamp is invalid',
    url !== undefined && longer(url, 512, 'url'),
    url !== undefined && longer(urlTitle, 100, 'url_title'),
  )
}
