/** The texts of legal holds: what an investigation needs outlives the limits of the retention. */
export const legalHolds = {
  title: 'Legal holds',
  says: 'A legal hold keeps events of a project, of a time, or one event from removal, until someone lifts it. Deliveries go on.',
  none: 'Nothing is on legal hold',
  noneHint: 'To keep one event, open its page. The API places holds on projects and times.',
  covers: 'Covers',
  reason: 'Reason',
  placedBy: 'Placed by',
  placedAt: 'Since',
  everything: 'Every event',
  event: 'Event',
  project: (name: string) => `Project ${name}`,
  since: 'accepted since',
  until: 'accepted before',

  place: 'Keep for an investigation …',
  placeTitle: 'Keep this event for an investigation',
  placeSays:
    'The event, its deliveries, attempts and payloads stay, however old they get, until a system administrator lifts the hold under Configuration. What has been removed does not come back.',
  reasonHint: 'For those who find the hold later, such as the number of the case.',
  submit: 'Keep',
  placed: 'The event is on legal hold',
  isKept: 'On legal hold',

  lift: 'Lift legal hold',
  liftOf: (reason: string) => `legal hold “${reason}”`,
  liftTitle: 'Lift this legal hold?',
  liftSays:
    'Bellbuoy removes within the hour what this hold alone kept and what is over its limit. Nothing brings it back. The audit log keeps who lifted the hold.',
  lifted: 'The legal hold is lifted',
}
