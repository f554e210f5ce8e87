import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { answering, mailsTo } from '../durability/answering.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation } = answering(samtale)
const { admin } = samtale
const jonas = await samtale.addUser({ name: 'Jonas Berg' })
const agent = await samtale.signIn(jonas.email)

async function aContact(customer: string) {
  const thread = await aConversation(customer)
  const { body } = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  return { contactId: body.contact.id as string, thread, customer }
}
const emailTo = ({ thread, customer }: Awaited<ReturnType<typeof aContact>>, fields: object = {}) => ({
  channelAccountId: thread.channelAccountId,
  to: customer,
  subject: 'Your yearly service',
  text: 'It is time.',
  html: '<p>It is time.</p>',
  fileIds: [],
  ...fields,
})

test('S20 S62 a mail from a contact’s record opens a conversation of the writer, under his own signature', async () => {
  const contact = await aContact('ingrid.record@nordmark.example')
  const signature = { isOn: true, mode: 'simple', html: '<p>The whole team</p>' }
  await admin.patch(`/api/channels/${contact.thread.channelAccountId}`, { signature }, { expects: 200 })
  await agent.patch('/api/profile', { signatureHtml: '<p>Jonas, the fitter</p>' }, { expects: 200 })
  const record = await agent.get(`/api/contacts/${contact.contactId}`, { expects: 200 })
  expect(record.body).toMatchObject({
    addresses: [contact.customer],
    signature: '<p>Jonas, the fitter</p>',
    senders: [{ channelAccountId: contact.thread.channelAccountId, refusal: null }],
    threads: [{ id: contact.thread.id }],
  })
  const path = `/api/contacts/${contact.contactId}/emails`
  const more = { headers: { 'idempotency-key': '3f1f2a52-7d0e-4c1b-9a3e-2f0a9d4b8c55' } }
  const sent = await agent.request('POST', path, emailTo(contact), more)
  expect(sent.status).toBe(201)
  const again = await agent.request('POST', path, emailTo(contact), more)
  expect(again.body).toEqual(sent.body)
  const details = await agent.get(`/api/threads/${sent.body.threadId}`, { expects: 200 })
  expect(details.body.thread).toMatchObject({
    subject: 'Your yearly service',
    status: 'open',
    assigneeId: jonas.userId,
    messageCount: 1,
  })
  await expect.poll(() => mailsTo(relay.accepted, contact.customer).length, { timeout: 10_000 }).toBe(1)
  const mail = await simpleParser(Buffer.from(mailsTo(relay.accepted, contact.customer)[0]?.raw ?? '', 'latin1'))
  expect(mail.subject).toBe('Your yearly service')
  expect(mail.inReplyTo).toBeUndefined()
  expect(mail.text).toBe('It is time.\n\n-- \nJonas, the fitter\n')
  const list = await agent.get('/api/threads?view=mine', { expects: 200 })
  expect(list.body.results.map((one: { id: string }) => one.id)).toContain(sent.body.threadId)
})

test('S64 taken back, the first mail is a draft of its conversation, and goes again as it was', async () => {
  const contact = await aContact('per.record@nordmark.example')
  await agent.patch('/api/profile', { undoSeconds: 30 }, { expects: 200 })
  const sent = await agent.post(`/api/contacts/${contact.contactId}/emails`, emailTo(contact), { expects: 201 })
  const undone = await agent.post(`/api/messages/${sent.body.messageId}/undo`, undefined, { expects: 200 })
  expect(undone.body.content).toMatchObject({ text: 'It is time.', to: [{ address: contact.customer }] })
  await agent.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
  const message = {
    type: 'MESSAGE',
    text: 'It is time.',
    senderActorId: `A-${jonas.userId}`,
    channelId: '1002',
    channelAccountId: contact.thread.channelAccountId,
    recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: contact.customer } }],
  }
  const path = `/conversations/v3/conversations/threads/${sent.body.threadId}/messages`
  await agent.post(path, message, { expects: 201 })
  await expect.poll(() => mailsTo(relay.accepted, contact.customer).length, { timeout: 10_000 }).toBe(1)
  const mail = await simpleParser(Buffer.from(mailsTo(relay.accepted, contact.customer)[0]?.raw ?? '', 'latin1'))
  expect([mail.subject, mail.text]).toEqual(['Your yearly service', 'It is time.\n\n-- \nJonas, the fitter\n'])
})

test('S62 the owner of a contact is one of the account’s people, or nobody', async () => {
  const contact = await aContact('elif.record@nordmark.example')
  const path = `/api/contacts/${contact.contactId}`
  expect((await agent.patch(path, { ownerId: jonas.userId })).body.ownerId).toBe(jonas.userId)
  const other = await samtale.openAccount('Nordmark Eiendom')
  expect((await agent.patch(path, { ownerId: other.userId })).body.errors[0].in).toBe('ownerId')
  expect((await agent.patch(path, { ownerId: null })).body.ownerId).toBeNull()
})

test.each([
  { because: 'somebody whom the contact is not', fields: { to: 'stranger@elsewhere.example' }, field: 'to' },
  { because: 'a second recipient', fields: { to: 'ingrid.open@nordmark.example, x@x.example' }, field: 'to' },
  { because: 'no subject', fields: { subject: ' \r\n ' }, field: 'subject' },
  { because: 'no words', fields: { text: ' ', html: '' }, field: 'text' },
  { because: 'an address of nobody here', fields: { channelAccountId: '999999' }, field: 'channelAccountId' },
])('abuse-24 a mail from a record takes no $because', async ({ fields, field }) => {
  const contact = await aContact('ingrid.open@nordmark.example')
  const answer = await agent.post(`/api/contacts/${contact.contactId}/emails`, emailTo(contact, fields))
  expect(answer.status).toBe(400)
  expect(answer.body.errors[0].in).toBe(field)
})
