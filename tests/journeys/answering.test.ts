import { expect, test } from 'vitest'
import { aMail, type MailFields } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { expectCount, inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { email: kari } = samtale.account

/** A conversation of its own with a customer of its own, opened. */
async function openedWith(name: string, fields: MailFields = {}) {
  const address = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from: `${name} <${address}>`, subject: `About ${name}`, ...fields }), { from: address })
  await samtale.settled()
  const person = await open(samtale, { as: kari })
  await openConversation(person.page, name)
  return { ...person, address, inbox: inboxOf(person.page) }
}

test('W4: a comment is seen by colleagues, looks like none of the mail, and never leaves', async () => {
  const { page, inbox, address } = await openedWith('Comment Holm')
  await inbox.tab('Comment').click()
  await page.getByText('Only your team sees this', { exact: true }).waitFor()
  await inbox.textbox('Comment').fill('He is a difficult customer.')
  await inbox.addComment.click()
  const comment = inbox.conversation.getByRole('article', { name: 'Kari Solheim, Internal comment', exact: true })
  await comment.getByText('He is a difficult customer.').waitFor()

  // The next mail that leaves would carry it in its quoted history, if anything did.
  await inbox.tab('Reply').click()
  await inbox.textbox('Reply').fill('All is well.')
  await inbox.send.click()
  const mail = await takenMail(relay, address, 'All is well.')
  expect(`${mail.text}${mail.html}`).not.toContain('difficult')
  await samtale.settled()
  expect(relay.taken.filter(({ raw }) => raw.includes('difficult'))).toEqual([])
})

test('S64: what is bold, listed, quoted and linked arrives so, in HTML and as text', async () => {
  const { page, inbox, address } = await openedWith('Format Lie')
  await inbox.textbox('Reply').click()
  await page.keyboard.type('Bring ')
  await page.keyboard.press('Control+i')
  await page.keyboard.type('both')
  await page.keyboard.press('Control+i')
  await page.keyboard.press('Enter')
  await inbox.conversation.getByRole('button', { name: 'List', exact: true }).click()
  await page.keyboard.type('the key')
  await page.keyboard.press('Enter')
  await page.keyboard.type('the manual')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Link to', exact: true }).fill('solvik.example/book')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  const mail = await takenMail(relay, address, 'the manual')
  expect(mail.html).toContain('<em>both</em>')
  expect(mail.html).toMatch(/<ul[^>]*>\s*<li[^>]*>\s*<p[^>]*>the key|<ul[^>]*>\s*<li[^>]*>the key/)
  expect(mail.html).toMatch(/href="https:\/\/solvik\.example\/book"/)
  expect(mail.text).toContain('Bring both')
})

test('S64: reply all, a further Bcc, and a file reach exactly those who are named', async () => {
  const { page, inbox, address } = await openedWith('Copies Dahl', { cc: 'Per <per@nordmark.example>' })
  await page.getByRole('button', { name: 'Reply to all or to the sender', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Reply all', exact: true }).click()
  await inbox.conversation.getByRole('button', { name: 'Remove Per', exact: true }).waitFor()
  await inbox.conversation.getByRole('button', { name: 'Add Bcc', exact: true }).click()
  await inbox.conversation.getByRole('textbox', { name: 'Bcc', exact: true }).fill('jonas@solvik.example')
  await page.keyboard.press(',')
  await inbox.conversation.getByRole('button', { name: 'Remove jonas@solvik.example', exact: true }).waitFor()
  const choosing = page.waitForEvent('filechooser')
  await inbox.conversation.getByRole('button', { name: 'Attach files', exact: true }).click()
  await (await choosing).setFiles({
    name: 'Tilbud blåbær.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
  })
  await inbox.conversation.getByRole('button', { name: 'Remove Tilbud blåbær.pdf', exact: true }).waitFor()
  // Its size stands alone once it is there; before, Send would say that it is still on its way.
  await inbox.conversation.getByText('15 bytes', { exact: true }).waitFor()
  await inbox.textbox('Reply').fill('The offer is attached.')
  await inbox.send.click()

  const mail = await takenMail(relay, address, 'The offer is attached.')
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['Tilbud blåbær.pdf'])
  expect(mail.cc && [mail.cc].flat()[0]?.text).toContain('per@nordmark.example')
  const hidden = await takenMail(relay, 'jonas@solvik.example', 'The offer is attached.')
  for (const one of [mail, hidden]) expect(one.headerLines.map(({ line }) => line).join('\n')).not.toMatch(/jonas@/)
})

test('a draft outlives a reload and a second device, with its files and recipients', async () => {
  const { page, inbox } = await openedWith('Draft Moen')
  await inbox.textbox('Reply').fill('Half a thought')
  await page.getByText('Draft saved', { exact: true }).waitFor()
  await page.reload()
  await expect.poll(() => inbox.textbox('Reply').textContent()).toBe('Half a thought')

  const other = await open(samtale, { as: kari })
  await expect.poll(() => inboxOf(other.page).row('Draft Moen').textContent()).toContain('Draft')
  await openConversation(other.page, 'Draft Moen')
  await expect.poll(() => inboxOf(other.page).textbox('Reply').textContent()).toBe('Half a thought')
})

test('what the other server refuses is said in its own words, opens the conversation, and is tried again', async () => {
  relay.script((to) => (to.startsWith('refused@') ? { rcpt: '550 5.1.1 Nobody of that name lives here' } : {}))
  const { inbox, page, address } = await openedWith('Refused Vik')
  await inbox.textbox('Reply').fill('Did this reach you?')
  await inbox.send.click()
  const failed = inbox.messages.filter({ hasText: 'Did this reach you?' })
  await failed.getByText('Nobody of that name lives here').waitFor()
  await failed.getByText('Not sent to refused@nordmark.example', { exact: true }).waitFor()
  await expect.poll(() => inbox.row('Refused Vik').textContent()).toContain('Not sent')

  relay.script({})
  await failed.getByRole('button', { name: 'Try again', exact: true }).click()
  await takenMail(relay, address, 'Did this reach you?')
  await failed.getByText(/^Sent/).waitFor()
  await expect.poll(() => failed.getByText('Nobody of that name lives here').count()).toBe(0)
  await page.reload()
  await failed.getByText(/^Sent/).waitFor()
})

test('a mail that comes in while one writes is shown, and Send asks once', async () => {
  const { inbox, address } = await openedWith('Crossing Aas', { messageId: 'crossed@nordmark.example' })
  await inbox.textbox('Reply').fill('We come on Monday.')
  await samtale.deliver(
    aMail({
      from: `Crossing Aas <${address}>`,
      subject: 'Re: About Crossing Aas',
      text: 'Not on Monday, I am away.',
      inReplyTo: 'crossed@nordmark.example',
    }),
    { from: address },
  )
  await inbox.messages.filter({ hasText: 'I am away' }).waitFor()
  const crossed = inbox.conversation.getByRole('alert').filter({ hasText: 'A newer message came in.' })
  await crossed.waitFor()
  await inbox.send.click()
  await crossed.getByText('Press Send again to send all the same.').waitFor()
  expect(relay.taken.filter(({ raw }) => raw.includes('We come on Monday'))).toEqual([])
  await inbox.send.click()
  await takenMail(relay, address, 'We come on Monday.')
})

test('nobody answers into the void: without recipient or words Send says what is missing', async () => {
  const { inbox } = await openedWith('Empty Berg')
  await inbox.send.click()
  await inbox.conversation.getByRole('alert').getByText('Write something first.').waitFor()
  await inbox.textbox('Reply').fill('To whom?')
  await inbox.conversation.getByRole('button', { name: 'Remove Empty Berg', exact: true }).click()
  await inbox.send.click()
  await inbox.conversation.getByRole('alert').getByText('Nobody would get this. Write an address in To.').waitFor()
  await inbox.conversation.getByRole('textbox', { name: 'To', exact: true }).fill('no address')
  await inbox.send.click()
  await inbox.conversation.getByRole('alert').getByText('“no address” is no address').waitFor()
})

test('W3: closed is out of the way, and one key takes it back', async () => {
  const { inbox, page } = await openedWith('Closing Rud')
  const before = Number.parseInt((await inbox.view('All open').getAttribute('aria-description')) ?? '', 10)
  await inbox.conversation.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('status').getByText('Closed: Closing Rud', { exact: true }).waitFor()
  await expectCount(inbox.view('All open'), before - 1)
  await expect.poll(() => inbox.row('Closing Rud').count()).toBe(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await inbox.row('Closing Rud').waitFor()
  await inbox.status('Open').waitFor()
  await expectCount(inbox.view('All open'), before)
})
