/** The texts of the log-in of a command line by the browser. */
export const deviceLogin = {
  title: 'Log in a command line',
  says: '“bellbuoy login” shows a code. If you approve it here, that program gets an access token of your account.',
  code: 'Code',
  codeHint: 'As the program shows it, with or without the hyphen',
  next: 'Continue',
  client: 'Program',
  address: 'Asks from',
  ownAddress: (address: string) => `${address} (your own address)`,
  since: 'Since',
  beware: 'Approve only what you began yourself',
  otherAddress: 'The program is not at your address',
  bewareSays:
    'Somebody who sent you a link or a code would get into your account. Compare the code with the one that your own terminal shows.',
  same: 'My own terminal shows exactly this code',
  approve: 'Approve',
  deny: 'Refuse',
  approved: (client: string) => `${client} is logged in`,
  denied: (client: string) => `${client} was refused`,
  close: 'You can close this page. The program goes on by itself.',
}
