import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'

const daemon = 'Mail Delivery Subsystem <mailer-daemon@mx.solsiden.example>'

const report = (text: string, { from = daemon, subject = 'Undelivered Mail Returned to Sender', header = '' } = {}) =>
  parseMail(
    Buffer.from(
      `From: ${from}\nTo: support@solvik.example\nSubject: ${subject}\n${header}Content-Type: text/plain; charset=utf-8\n\n${text}`.replaceAll(
        '\n',
        '\r\n',
      ),
    ),
  )

/** What mail systems write for people, each in its own shape. */
test.each([
  {
    system: 'Postfix',
    text: '<hanne@solsiden.example>: host mx.solsiden.example[192.0.2.1] said: 550 5.1.1\n    <hanne@solsiden.example>: Recipient address rejected: User unknown (in reply to RCPT TO\n    command)\n',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'qmail',
    text: "Hi. This is the qmail-send program at mx.solsiden.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<hanne@solsiden.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <support@solvik.example>\nTo: other@elsewhere.example\n",
    subject: 'failure notice',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'Exim',
    text: 'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  hanne@solsiden.example\n    SMTP error from remote mail server after RCPT TO:<hanne@solsiden.example>:\n    host mx.solsiden.example [192.0.2.1]: 550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n\nFrom: support@solvik.example\n',
    subject: 'Mail delivery failed: returning message to sender',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true },
  },
  {
    system: 'Sendmail',
    text: '   ----- The following addresses had permanent fatal errors -----\n<hanne@solsiden.example>\n    (reason: 552 5.2.2 Over quota)\n\n   ----- Transcript of session follows -----\n... while talking to mx.solsiden.example.:\n>>> RCPT To:<hanne@solsiden.example>\n<<< 552 5.2.2 Over quota\n',
    subject: 'Returned mail: see transcript for details',
    is: { recipient: 'hanne@solsiden.example', reason: 'mailboxfull', hard: false, status: '5.2.2' },
  },
  {
    system: 'Gmail',
    text: "** Address not found **\n\nYour message wasn't delivered to hanne@solsiden.example because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n",
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    header: 'X-Failed-Recipients: hanne@solsiden.example\n',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'Exchange 2003',
    text: 'Your message did not reach some or all of the intended recipients.\n\n      Subject:  Re: E7\n      Sent:     10.03.2026 12:00\n\nThe following recipient(s) could not be reached:\n\n      hanne@solsiden.example on 10.03.2026 12:00\n            The e-mail account does not exist at the organization this message was sent to.\n            <mx.solsiden.example #5.1.1>\n',
    from: 'System Administrator <postmaster@solsiden.example>',
    subject: 'Undeliverable: Re: E7',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'Microsoft 365, in Norwegian',
    text: 'Meldingen til hanne@solsiden.example kunne ikke leveres.\n\nhanne ble ikke funnet på solsiden.example.\n\nRapportert feil: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient hanne@solsiden.example not found by SMTP address lookup\n',
    from: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@solsiden.example>',
    subject: 'Kan ikke leveres: Re: E7',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.10' },
  },
  {
    system: 'GMX',
    text: 'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to\none or more of its recipients. The following addresses\nfailed:\n\n"hanne@solsiden.example":\nSMTP error from remote server after RCPT command:\nhost: mx.solsiden.example\n5.1.1 <hanne@solsiden.example>... User Unknown\n',
    subject: 'Mail delivery failed: returning message to sender',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'a full mailbox, told in a sentence after the address',
    text: 'Could not be delivered to: <hanne@solsiden.example>\nThe user mailbox is full.\n',
    subject: 'Mail System Error - Returned Mail',
    from: 'Postmaster <postmaster@solsiden.example>',
    is: { recipient: 'hanne@solsiden.example', reason: 'mailboxfull', hard: false },
  },
  {
    system: 'Notes, the reason above the address',
    text: '------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nhanne@solsiden.example\n\n------- Returned Message --------\n\nReceived: from solvik.example\n',
    subject: 'DELIVERY FAILURE: User not listed in public Name & Address Book',
    from: 'postmaster@solsiden.example',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown' },
  },
  {
    system: 'a gateway that shows the session',
    text: 'Sent <<< RCPT TO:<hanne@solsiden.example>\nReceived >>> 550 5.1.1 <hanne@solsiden.example> ... user unknown\n',
    subject: 'Mail could not be delivered',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'a list of failed addresses between lines',
    text: '|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <hanne@solsiden.example> ... transport smtp: 550 5.1.1 unknown user: "hanne"\n|------------------------- Message text follows: ------------------------|\nReceived: from solvik.example\n',
    subject: 'mail failed, returning to sender',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
  {
    system: 'Exim, a host that does not exist',
    text: 'A message that you sent could not be delivered to one or more of its recipients.\n\n  hanne@solsidn.example\n    all relevant MX records point to non-existent hosts\n',
    subject: 'Mail delivery failed: returning message to sender',
    is: { recipient: 'hanne@solsidn.example', reason: 'hostunknown', hard: true },
  },
  {
    system: 'refused for its content',
    text: '<hanne@solsiden.example>: host mx.solsiden.example[192.0.2.1] said: 554 5.7.1 Message\n    rejected as spam (in reply to end of DATA command)\n',
    is: { recipient: 'hanne@solsiden.example', reason: 'spamdetected', hard: false, status: '5.7.1' },
  },
  {
    system: 'too large',
    text: '<hanne@solsiden.example>: message size 41230000 exceeds size limit 10240000 of server\n    mx.solsiden.example[192.0.2.1]\n',
    is: { recipient: 'hanne@solsiden.example', reason: 'mesgtoobig', hard: false },
  },
  {
    system: 'tried for too long',
    text: '<hanne@solsiden.example>: connect to mx.solsiden.example[192.0.2.1]:25: Connection timed out\n',
    is: { recipient: 'hanne@solsiden.example', reason: 'expired', hard: false },
  },
  {
    system: 'the sender may not',
    text: '<hanne@solsiden.example>: host mx.solsiden.example said: 550 5.7.26 Unauthenticated email from solvik.example is not accepted due to DMARC policy. (in reply to end of DATA command)\n',
    is: { recipient: 'hanne@solsiden.example', reason: 'authfailure', hard: false, status: '5.7.26' },
  },
  {
    system: 'in German',
    text: 'Ihre Nachricht konnte nicht zugestellt werden an:\n\n  hanne@solsiden.example\n    550 5.1.1 User unknown\n',
    subject: 'Unzustellbar: Re: E7',
    from: 'Postmaster <postmaster@solsiden.example>',
    is: { recipient: 'hanne@solsiden.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  },
])('a bounce of $system', ({ text, is, ...fields }) => {
  const mail = report(text, fields)
  expect(mail.traits).toEqual(['bounce'])
  expect(mail.bounces).toHaveLength(1)
  expect(mail.bounce).toMatchObject(is)
})

test('several recipients, each with what is said of it', () => {
  const text =
    'Your message could not be delivered.\n\n<hanne@solsiden.example>: host mx.solsiden.example said: 552 5.2.2 Mailbox full\n    (in reply to RCPT TO command)\n\n<ole@rud.example>: host mx.rud.example said: 550 5.1.1 No such user (in reply to RCPT\n    TO command)\n'
  expect(report(text).bounces).toMatchObject([
    { recipient: 'hanne@solsiden.example', reason: 'mailboxfull', hard: false, status: '5.2.2' },
    { recipient: 'ole@rud.example', reason: 'userunknown', hard: true, status: '5.1.1' },
  ])
})

test.each([
  {
    because: 'a delay',
    text: 'THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\n<hanne@solsiden.example>: connect to mx.solsiden.example: Connection timed out\n',
    subject: 'Delayed Mail (still being retried)',
    traits: ['delayNotice'],
  },
  {
    because: 'a person who quotes one',
    from: 'Hanne Bakke <hanne@solsiden.example>',
    text: 'Hi, I got this when I wrote to you:\n\n<support@solvik.example>: host mx said: 550 5.1.1 User unknown\n',
    subject: 'Fw: Undelivered Mail Returned to Sender',
    traits: [],
  },
  {
    because: 'a person who speaks of one',
    from: 'Hanne Bakke <hanne@solsiden.example>',
    text: 'My mail to you could not be delivered, the mailbox is full.',
    subject: 'Mail delivery failed',
    traits: [],
  },
  {
    because: 'a shop that could not deliver a parcel',
    from: 'Fjordpost <kundeservice@fjordpost.example>',
    text: 'Your parcel could not be delivered. We try again tomorrow.',
    subject: 'Delivery failed',
    traits: [],
  },
])('$because', ({ text, traits, ...fields }) => expect(report(text, fields).traits).toEqual(traits))

const part = (type: string, body: string) => `--b\nContent-Type: ${type}\n\n${body}\n`
const multipart = (type: string, ...parts: string[]) =>
  parseMail(
    Buffer.from(
      `From: Hanne <hanne@solsiden.example>\nTo: support@solvik.example\nSubject: Re: E7\nContent-Type: multipart/report; report-type=${type}; boundary=b\n\n${parts.join('')}--b--\n`.replaceAll(
        '\n',
        '\r\n',
      ),
    ),
  )

test.each([
  { disposition: 'manual-action/MDN-sent-manually; displayed', traits: ['readReceipt'] },
  { disposition: 'automatic-action/MDN-sent-automatically; displayed', traits: ['readReceipt'] },
  { disposition: 'automatic-action/MDN-sent-automatically; deleted', traits: ['autoReply'] },
])('RFC 8098 $disposition', ({ disposition, traits }) => {
  const fields = `Final-Recipient: rfc822;hanne@solsiden.example\nOriginal-Message-ID: <a.b@solvik.example>\nDisposition: ${disposition}`
  const mail = multipart(
    'disposition-notification',
    part('text/plain', 'Read.'),
    part('message/disposition-notification', fields),
  )
  expect(mail.traits).toEqual(traits)
  if (traits[0] === 'readReceipt')
    expect(mail.read).toMatchObject({ recipient: 'hanne@solsiden.example', originalMessageId: 'a.b@solvik.example' })
})

test.each([
  { feedbackType: 'abuse', traits: ['complaint'] },
  { feedbackType: 'not-spam', traits: [] },
])('RFC 5965 $feedbackType', ({ feedbackType, traits }) => {
  const fields = `Feedback-Type: ${feedbackType}\nVersion: 1\nOriginal-Rcpt-To: <hanne@solsiden.example>`
  const mail = multipart('feedback-report', part('text/plain', 'A complaint.'), part('message/feedback-report', fields))
  expect(mail.traits).toEqual(traits)
  expect(mail.complaint).toEqual({ feedbackType, recipient: 'hanne@solsiden.example' })
  expect(mail.isBounce).toBe(false)
})

test.each([
  {
    header: 'List-Id: <brukere.solsiden.example>\nList-Post: <mailto:brukere@solsiden.example>\n',
    traits: ['mailingList'],
  },
  { header: 'Precedence: list\n', traits: ['mailingList'] },
  { header: 'List-Id: <a.example>\nList-Unsubscribe: <https://a.example/u>\n', traits: ['newsletter'] },
  { header: 'List-Post: NO\nList-Unsubscribe: <https://a.example/u>\n', traits: ['newsletter'] },
  { header: 'Precedence: bulk\n', traits: ['newsletter'] },
  { header: 'Feedback-ID: 1.eu-west-1.x:AmazonSES\n', traits: [] },
])('$header', ({ header, traits }) => {
  expect(report('Hello', { from: 'hanne@solsiden.example', subject: 'News', header }).traits).toEqual(traits)
})
