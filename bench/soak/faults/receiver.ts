import type { Mood } from '../../processes/receiver.ts'
import type { Fault } from '../fault.ts'

export const receiverFails = moody('the receiver answers 500', 'failing')
export const receiverBreaks = moody('the receiver resets connections', 'breaking')
export const receiverIsSilent = moody('the receiver does not answer', 'silent')
export const receiverIsSlow = moody('the receiver takes 200 ms', 'slow')

function moody(name: string, mood: Mood): Fault {
  return {
    name,
    mayRepeat: false,
    begin: async ({ bench: { receiver } }) => {
      await receiver.ask('behave', mood)
      return () => receiver.ask('behave', 'well' satisfies Mood)
    },
  }
}
