/** The texts of the first steps, from nothing to the first webhook that is delivered. */
export const firstSteps = {
  title: 'Send your first webhook',
  says: 'Four steps. Each one ticks itself as soon as Bellbuoy sees it happen.',
  skip: 'Skip these steps',
  done: 'Done',
  connect: {
    title: 'Connect a registry',
    hint: 'Your registry reports its events to Bellbuoy. The dialog shows the configuration to paste.',
    action: 'Connect a registry',
    evidence: (source: string) => `${source} reports events; the last came`,
  },
  event: {
    title: 'Receive an event',
    hint: 'Push an image to the registry that you connected. Its event appears here.',
    action: 'Show the sources',
    evidence: 'Bellbuoy received',
  },
  webhook: {
    title: 'Create a webhook',
    hint: 'Choose which events go where. You can try it on real events before you save it.',
    action: 'Create webhook',
    evidence: 'You have',
  },
  deliver: {
    title: 'Deliver',
    hint: 'Push again, or open the webhook and send what it missed. The tick appears when the target answers 2xx.',
    action: 'Open the webhook',
  },
}
