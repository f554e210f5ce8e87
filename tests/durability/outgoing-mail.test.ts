import { type ParsedMail, simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { answering, type Conversation, mailsTo } from './answering.ts'
import { headersOf, isDkimValid, readDkimTags } from './dkim-signature.ts'

const relay = await startScriptedSmtp()
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation, answer, untilStates } = answering(samtale)

/** The mail that an address got, raw and read by a library that is not ours. */
async function mailTo(address: string): Promise<{ raw: string; mail: ParsedMail }> {
  await expect.poll(() => mailsTo(relay.accepted, address).length).toBe(1)
  const raw = mailsTo(relay.accepted, address)[0]?.raw ?? ''
  return { raw, mail: await simpleParser(Buffer.from(raw, 'latin1')) }
}

const namesOf = (raw: string) => headersOf(raw).map((header) => header.slice(0, header.indexOf(':')).toLowerCase())

const ourHeaders = [
  'content-transfer-encoding',
  'content-type',
  'date',
  'dkim-signature',
  'from',
  'in-reply-to',
  'message-id',
  'mime-version',
  'references',
  'reply-to',
  'subject',
  'to',
  'x-samtale-delivery',
  'x-samtale-installation',
]

test('an answer threads, says whom to answer, is signed, and quotes what it answers', async () => {
  const thread = await aConversation('ingrid@nordmark.example', {
    subject: 'E7 on the display',
    messageId: 'first@nordmark.example',
    text: 'It says E7.\r\nAnd the house is cold.',
  })
  await answer(thread, { text: 'Press the button for 5 seconds.', richText: '<p>Press the <b>button</b>.</p>' })
  const { raw, mail } = await mailTo(thread.customer)
  expect(mail.subject).toBe('Re: E7 on the display')
  expect(mail.inReplyTo).toBe('<first@nordmark.example>')
  expect([mail.references].flat()).toEqual(['<first@nordmark.example>'])
  expect(mail.from?.value[0]).toEqual({ name: 'Kari Solheim, Solvik Varme', address: samtale.account.fallbackAddress })
  const [local = '', domain = ''] = samtale.account.fallbackAddress.split('@')
  const replyTo = mail.replyTo?.value[0]?.address ?? ''
  expect(replyTo).toMatch(new RegExp(`^${local}\\+[a-z2-7]+@${domain}$`))
  expect(replyTo.split('@')[0]?.length).toBeLessThanOrEqual(64)
  expect(mail.text).toMatch(
    /^Press the button for 5 seconds\.\n\nOn .*, Ingrid Haugen <ingrid@nordmark\.example> wrote:\n> It says E7\.\n> And the house is cold\./,
  )
  expect(mail.html).toContain('<b>button</b>')
  expect(mail.html).toMatch(/<blockquote[^>]*>It says E7\.<br>/)
  expect(namesOf(raw).toSorted()).toEqual(ourHeaders.filter((name) => name !== 'content-transfer-encoding'))

  const { rows } = await samtale.database.pool.query("select public_key from dkim_key where domain = 'inbox.localhost'")
  expect(readDkimTags(raw)).toMatchObject({ d: 'inbox.localhost', s: 'samtale' })
  expect(isDkimValid(raw, rows[0].public_key)).toBe(true)
  // The check itself can fail: else it would prove nothing.
  expect(isDkimValid(raw.replace('5 seconds', '9 seconds'), rows[0].public_key)).toBe(false)

  // The customer's answer finds its conversation.
  await samtale.deliver(aMail({ from: thread.customer, to: replyTo, subject: 'Thank you' }), { to: replyTo })
  await samtale.settled()
  const { body } = await samtale.admin.get(`/api/threads/${thread.id}`)
  expect(body.thread.messageCount).toBe(3)
})

test('abuse-25 a blind copy stands in no header and no body, whoever gets the mail', async () => {
  const thread = await aConversation('bcc@nordmark.example')
  const secret = 'secret.reader@elsewhere.example'
  const copied = 'copied@nordmark.example'
  const id = await answer(thread, { cc: [copied], bcc: [secret] })
  await untilStates(thread, id, { [thread.customer]: 'sent', [copied]: 'sent', [secret]: 'sent' })
  for (const address of [thread.customer, copied, secret]) {
    const { raw, mail } = await mailTo(address)
    expect(namesOf(raw)).not.toContain('bcc')
    expect(raw.toLowerCase()).not.toContain('secret.reader')
    expect(mail.cc).toMatchObject({ value: [{ address: copied }] })
  }
  // Nor in the .eml that can be exported, nor in the next mail's quote.
  const eml = await samtale.admin.get(`/api/messages/${id}/raw`, { expects: 200 })
  expect(eml.body).not.toContain('secret.reader')
})

test.each([
  {
    because: 'the subject that an agent writes',
    answer: { subject: 'Hello\r\nBcc: victim@elsewhere.example\r\n\r\nAll of this' },
  },
  {
    because: 'the name beside an address',
    answer: { name: 'Ingrid\r\nBcc: victim@elsewhere.example' },
  },
  {
    because: 'the subject of the customer’s mail, in an encoded word',
    mail: { subject: '=?utf-8?Q?Hello=0D=0ABcc:_victim@elsewhere.example?=' },
  },
  {
    because: 'the name in the customer’s mail, in an encoded word, as the quote shows it',
    mail: { name: '=?utf-8?Q?Ingrid=0D=0ABcc:_victim@elsewhere.example?=' },
  },
  {
    because: 'the Message-ID of the customer’s mail',
    mail: { messageId: 'a\rBcc: victim@elsewhere.example@nordmark.example' },
  },
])(
  'abuse-22 $because adds no header',
  async ({ answer: written = {}, mail: { name, ...mail } = { name: undefined } }) => {
    const customer = `inject-${crypto.randomUUID()}@nordmark.example`
    const thread = await aConversation(customer, { ...mail, ...(name ? { from: `${name} <${customer}>` } : {}) })
    await answer(thread, written)
    const { raw, mail: read } = await mailTo(customer)
    expect(namesOf(raw).filter((header) => !ourHeaders.includes(header))).toEqual([])
    expect(read.bcc).toBeUndefined()
    expect([read.to].flat()).toHaveLength(1)
    // A header ends at CRLF; some servers take a bare CR or LF for one.
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  },
)

test('abuse-22 a name in the profile and the name of a file add no header', async () => {
  const { userId, email } = await samtale.addUser({ name: 'Jonas\r\nBcc: victim@elsewhere.example' })
  const jonas = await samtale.signIn(email)
  const thread = await aConversation('files@nordmark.example')
  const hostile = await upload('note.txt', 'A note.')
  const ordinary = await upload('ordinary æøå.txt', 'Another note.')
  // Uploading cleans names; the mail must not depend on it.
  const name = 'note.txt\r\nBcc: victim@elsewhere.example\r\n'
  await samtale.database.db.updateTable('file').set({ name }).where('id', '=', hostile).execute()
  await answer(thread, { as: jonas, userId, fileIds: [hostile, ordinary] })
  const { raw, mail } = await mailTo(thread.customer)
  expect(namesOf(raw).filter((header) => !ourHeaders.includes(header))).toEqual([])
  expect(raw).not.toMatch(/^bcc:/im)
  expect(mail.attachments.map((one) => String(one.content))).toEqual(['A note.', 'Another note.'])
  expect(mail.attachments[1]?.filename).toBe('ordinary æøå.txt')

  async function upload(filename: string, text: string): Promise<string> {
    const form = new FormData()
    form.append('file', new File([text], filename, { type: 'text/plain' }))
    return (await jonas.post('/files/v3/files', form, { expects: 201 })).body.id
  }
})

test('abuse-26 comments and drafts are in no mail and no quote', async () => {
  const thread = await aConversation('quiet@nordmark.example', { text: 'Where is my invoice?' })
  await comment(thread, 'COMMENT-A he never pays')
  await draft(thread, 'comment', 'DRAFT-B')
  await draft(thread, 'reply', 'DRAFT-C')
  await answer(thread, { text: 'It is on its way.' })
  await comment(thread, 'COMMENT-D told him')
  const { raw, mail } = await mailTo(thread.customer)
  for (const said of [raw, mail.text ?? '', String(mail.html)]) expect(said).not.toMatch(/COMMENT-|DRAFT-/)

  // A comment is no mail either: nobody but the customer was written to, and it cannot be exported as one.
  const to = relay.accepted.filter((one) => /COMMENT-|DRAFT-/.test(one.raw))
  expect(to).toEqual([])
})

async function comment(thread: Conversation, text: string): Promise<void> {
  const path = `/conversations/v3/conversations/threads/${thread.id}/messages`
  const { body } = await samtale.admin.post(path, { type: 'COMMENT', text }, { expects: 201 })
  expect((await samtale.admin.get(`/api/messages/${body.id}/raw`)).status).toBe(404)
}

async function draft(thread: Conversation, kind: 'reply' | 'comment', text: string): Promise<void> {
  const content = {
    mode: kind,
    html: `<p>${text}</p>`,
    text,
    to: [],
    cc: [],
    bcc: [],
    attachments: [],
    answersMessageId: null,
    idempotencyKey: crypto.randomUUID(),
  }
  await samtale.admin.put(`/api/threads/${thread.id}/drafts/${kind}`, content, { expects: 200 })
}
