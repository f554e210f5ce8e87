/** What is said of the sender of a mail: what is proven, and what to be careful about. */
export const sender = {
  'sender.about': 'About the sender',
  'sender.state.checking': 'Checking sender …',
  'sender.state.verified': 'Sender verified',
  'sender.state.failed': 'Sender not genuine',
  'sender.state.unproven': 'Sender not proven',
  'sender.state.notChecked': 'Sender not checked',
  'sender.means.checking': 'Samtale is asking {domain} whether this mail is its own.',
  'sender.means.verified.dmarc': '{domain} confirms that this mail is its own.',
  'sender.means.verified.dkim': 'The mail carries the signature of {domain}.',
  'sender.means.verified.spf': 'It came from a server that {domain} sends from.',
  'sender.means.verified.arc': 'It was forwarded by a host that Samtale trusts, which saw that {domain} sent it.',
  'sender.means.failed':
    'This is probably not from {domain}: the domain says how its mail is proven, and this mail is not. Open no links and change no payment details before you have asked in another way.',
  'sender.means.unproven': 'Nothing proves that {domain} sent it. Many honest senders have not set this up.',
  'sender.means.unprovenFail':
    'The mail does not pass the check that {domain} has published, and the domain does not ask for such mail to be refused.',
  'sender.means.notChecked': 'Whether {domain} sent it could not be found out: DNS did not answer in time.',
  'sender.means.tooSlow': 'Whether {domain} sent it could not be found out: the mail takes too long to check.',
  'sender.unknownDomain': 'the sender’s domain',
  'sender.sign.firstTime': 'The first message from this sender.',
  'sender.sign.lookAlike': '{domain} looks like {like}, but it is another domain.',
  'sender.sign.replyToMismatch': 'Answers to this mail go to {address}, which belongs to another domain.',
  'sender.sign.displayNameIsAddress': 'The sender’s name shows {address}, but the mail is from {from}.',
  'sender.sign.claimsUser': 'It says that it is from one of us, and nothing proves it.',
  'sender.results': 'SPF: {spf} · DKIM: {dkim} · DMARC: {dmarc} · ARC: {arc}',
} as const
