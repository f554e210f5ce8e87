import { expect, test } from 'vitest'
import { answering } from '../durability/answering.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { violationsOn } from './axe.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { admin } = samtale
const { aConversation } = answering(samtale)
const jonas = await samtale.addUser({ name: 'Jonas Berg' })
const agent = await samtale.signIn(jonas.email)
const management = (
  await admin.post(
    '/api/inboxes',
    { name: 'Management', access: 'specific', userIds: [samtale.account.userId], teamIds: [] },
    { expects: 201 },
  )
).body.id
const sales = (
  await admin.post(
    `/api/inboxes/${samtale.account.inboxId}/channels`,
    { type: 'fallback-email', localPart: 'sales' },
    { expects: 201 },
  )
).body

async function aContact(customer: string) {
  const thread = await aConversation(customer, { subject: 'E7 on the display' })
  const { body } = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  return { contactId: body.contact.id as string, thread }
}

test('S20 S62 from a conversation to the record, and by *Email* to a conversation of one’s own', async () => {
  const customer = 'ingrid@nordmark.example'
  await aContact(customer)
  await agent.patch('/api/profile', { signatureHtml: '<p>Jonas, the fitter</p>', undoSeconds: 30 }, { expects: 200 })
  const { page } = await open(samtale, { as: jonas.email })
  await openConversation(page, 'Ingrid Haugen')
  await inboxOf(page).details.getByRole('link', { name: 'Ingrid Haugen', exact: true }).click()
  const record = page.getByRole('region', { name: 'Contact', exact: true })
  await record.getByRole('heading', { name: 'Ingrid Haugen', level: 1, exact: true }).waitFor()
  expect(await page.title()).toBe('Ingrid Haugen · Samtale')
  const owner = record.getByRole('combobox', { name: 'Contact owner', exact: true })
  await owner.click()
  await page.getByRole('option', { name: 'Jonas Berg', exact: true }).click()
  await expect.poll(() => owner.textContent()).toContain('Jonas Berg')

  // Closed by mistake, and the page with it, it is all there.
  const email = record.getByRole('button', { name: 'Email', exact: true })
  const dialog = page.getByRole('dialog', { name: 'Email', exact: true })
  const subject = dialog.getByRole('textbox', { name: 'Subject', exact: true })
  const words = dialog.getByRole('textbox', { name: 'Message', exact: true })
  const send = dialog.getByRole('button', { name: 'Send', exact: true })
  await email.click()
  const from = dialog.getByRole('combobox', { name: 'From', exact: true })
  await from.click()
  await page.getByRole('option', { name: sales.address, exact: true }).click()
  await words.click()
  await page.keyboard.type('It is time for ')
  await dialog.getByRole('button', { name: 'Bold', exact: true }).click()
  await page.keyboard.type('a service.')
  await send.click()
  await dialog.getByRole('alert').getByText('Write a subject first.').waitFor()
  await dialog.getByRole('button', { name: 'Add Cc', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Cc', exact: true }).fill('elif@nordmark.example,')
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'parts.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('list'),
  })
  await dialog.getByText('4 bytes', { exact: true }).waitFor()
  await dialog.getByText('Signature', { exact: true }).click()
  await dialog.getByText('Jonas, the fitter', { exact: true }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await record.getByText('An email to Ingrid Haugen is begun on this device.').waitFor()
  await page.reload()
  await email.click()
  expect(await from.textContent()).toContain(sales.address)
  expect(await words.innerHTML()).toContain('<strong>a service.</strong>')
  await dialog.getByText('parts.txt', { exact: true }).waitFor()

  await subject.fill('Your yearly service')
  await subject.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  const status = record.getByRole('status')
  await status.getByText('The email opened a conversation in Support, assigned to you.').waitFor()
  await page.getByRole('region', { name: 'Conversations', exact: true }).getByText('Your yearly service').waitFor()

  // Taken back, it is the draft of the conversation that it opened, and leaves from there as it was.
  await page.getByRole('status').getByRole('button', { name: 'Undo', exact: true }).click()
  const { conversation, textbox, assignee, messages, send: sendReply } = inboxOf(page)
  await expect.poll(() => textbox('Reply').textContent()).toBe('It is time for a service.')
  expect(await assignee.textContent()).toContain('Jonas Berg')
  expect(relay.taken).toEqual([])
  await agent.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
  await page.reload()
  await textbox('Reply').getByText('It is time for').waitFor()
  await sendReply.click()
  await expect.poll(() => messages.count()).toBe(1)
  const mail = await takenMail(relay, customer, 'It is time for')
  expect(mail.subject).toBe('Your yearly service')
  expect(mail.from?.value[0]?.address).toBe(sales.address)
  expect(mail.text?.split('Jonas, the fitter')).toHaveLength(2)
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['parts.txt'])

  // Sent at once, the record leads to it.
  await page.goBack()
  await email.click()
  await subject.fill('One more thing')
  await words.click()
  await page.keyboard.type('We come on Monday.')
  await send.click()
  await status.getByRole('link', { name: 'Open conversation', exact: true }).click()
  await conversation.getByRole('heading', { name: 'One more thing' }).waitFor()
  await expect.poll(() => assignee.textContent()).toContain('Jonas Berg')
  await takenMail(relay, customer, 'We come on Monday.')
})

test('S12 S51 S62 what one may not see is not there, and where nothing can be sent the dialog says why', async () => {
  const { contactId, thread } = await aContact('liv@nordmark.example')
  const hidden = await aConversation('liv@nordmark.example', { subject: 'Not for everybody' })
  await admin.post(`/api/threads/${hidden.id}/inbox`, { inboxId: management }, { expects: 200 })
  await samtale.deliver(
    aMail({
      from: 'Elif Demir <elif@nordmark.example>',
      subject: 'Fwd: Noise',
      text: '---------- Forwarded message ---------\nFrom: Liv Moe <liv@nordmark.example>\nDate: Tue, 3 Mar 2026 10:12\nSubject: Noise\nTo: support@solvik.example\n\nIt hums.',
    }),
  )
  await samtale.settled()
  const { page } = await open(samtale, { as: jonas.email, path: `/contacts/${contactId}?thread=${thread.id}` })
  const conversations = page.getByRole('region', { name: 'Conversations', exact: true })
  await expect.poll(() => conversations.getByRole('listitem').count()).toBe(2)
  await conversations.getByText('as stated by the forwarder').waitFor()
  expect(await conversations.getByText('Not for everybody').count()).toBe(0)
  // What comes in meanwhile stands there by itself.
  const tickets = { isOn: true, name: '{subject}', pipelineId: '0', stageId: '1', category: null, owner: 'none' }
  await admin.patch(
    `/api/channels/${thread.channelAccountId}`,
    { tickets: { ...tickets, priority: 'HIGH' } },
    { expects: 200 },
  )
  await samtale.deliver(aMail({ from: 'Liv <liv@nordmark.example>', subject: 'The third' }))
  await conversations.getByRole('link', { name: 'The third', exact: true }).waitFor()
  const card = page.getByRole('region', { name: 'Tickets', exact: true }).getByRole('listitem')
  await card.getByRole('link', { name: '#1 The third', exact: true }).waitFor()
  expect(await card.textContent()).toMatch(/New.*High.*No owner/)
  expect(await violationsOn(page)).toEqual([])

  const channels = [thread.channelAccountId, sales.id]
  const turn = (isOn: boolean) =>
    Promise.all(channels.map((id) => admin.put(`/api/channels/${id}/status`, { isOn }, { expects: 200 })))
  await turn(false)
  await page.reload()
  await page.getByRole('button', { name: 'Email', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Email', exact: true })
  await dialog.getByText('No email can leave from the inboxes in which you work.').waitFor()
  await dialog.getByText(`${sales.address} is switched off`, { exact: false }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await turn(true)
  await page.getByRole('link', { name: 'Back to the conversation', exact: true }).click()
  await inboxOf(page).conversation.getByRole('heading', { name: 'E7 on the display' }).waitFor()
  await page.goto('/contacts/999999')
  await page.getByText('This contact is not here').waitFor()
})

test('S62 on a phone, in Norwegian', async () => {
  const { contactId } = await aContact('nils@nordmark.example')
  const seat = { as: jonas.email, path: `/contacts/${contactId}`, width: 390, locale: 'nb-NO', theme: 'dark' as const }
  const { page } = await open(samtale, seat)
  await page.getByRole('button', { name: 'E-post', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'E-post', exact: true })
  await dialog.getByRole('textbox', { name: 'Emne', exact: true }).fill('Service')
  await dialog.getByRole('combobox', { name: 'Fra', exact: true }).waitFor()
  const isTooWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(await isTooWide()).toBe(false)
  expect(await violationsOn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Forkast', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('combobox', { name: 'Kontakteier', exact: true }).waitFor()
  expect(await isTooWide()).toBe(false)
  expect(await violationsOn(page)).toEqual([])
})
