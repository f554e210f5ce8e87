import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { password, startSamtale } from '../harness/samtale.ts'
import { expectCount, inboxOf, startBrowser } from './browser.ts'
import { answerTo, replyAddressOf, startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const customer = 'ingrid@nordmark.example'

test.each([
  { because: 'on a desk, light', width: 1440, theme: 'light' },
  { because: 'on a phone, dark', width: 390, theme: 'dark' },
] as const)('S1, S3: from an empty installation to an answer that threads, $because', async ({ width, theme }) => {
  const isPhone = width < 720
  const relay = await startRelay()
  const samtale = await startSamtale({ isEmpty: true, env: { SMTP_URL: relay.url } })
  const { page } = await open(samtale, { width, theme })
  const inbox = inboxOf(page)

  // An account, in the browser.
  await page.getByRole('heading', { name: 'Create account', exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Company name', exact: true }).fill('Solvik Varme')
  await page.getByRole('textbox', { name: 'Your name', exact: true }).fill('Kari Solheim')
  await page.getByRole('textbox', { name: 'Email', exact: true }).fill('kari@solvik.example')
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  const address = page.getByRole('textbox', { name: 'Inbox address', exact: true })
  await expect.poll(() => address.inputValue()).toBe('solvik-varme')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await page.waitForURL('**/inbox')

  // The address that receives at once.
  const fallbackAddress = String(await page.getByLabel('Address of your inbox', { exact: true }).textContent())
  expect(fallbackAddress).toBe('support@solvik-varme.inbox.localhost')

  // A mail appears without reloading: in the list, the counters and the title.
  const first = await samtale.deliver(
    aMail({ to: fallbackAddress, subject: 'E7 on the display', text: 'The display says E7, and the house is cold.' }),
    { from: customer, to: fallbackAddress },
  )
  expect(first.code).toBe(250)
  await inbox.row('Ingrid Haugen').waitFor()
  await expectCount(inbox.view('Unassigned'), 1)
  await expect.poll(() => page.title()).toBe('All open · Samtale')
  const main = page.getByRole('navigation', { name: 'Main', exact: true })
  await expect
    .poll(() => main.getByRole('link', { name: 'Inbox', exact: true }).getAttribute('aria-description'))
    .toBe('1 conversation waits for you')

  // Opened, and answered.
  await inbox.row('Ingrid Haugen').getByRole('link').click()
  await page.waitForURL(/\/inbox\/threads\/\d+$/)
  const threadUrl = page.url()
  await inbox.messages.filter({ hasText: 'the house is cold' }).waitFor()
  await inbox.textbox('Reply').click()
  await page.keyboard.type('It is the ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('sensor')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('. Amina comes tomorrow at ten.')
  await page.keyboard.press('Control+Enter')

  const reply = await takenMail(relay, customer, 'Amina comes tomorrow')
  expect(reply.text).toContain('It is the sensor. Amina comes tomorrow at ten.')
  expect(reply.html).toContain('<strong>sensor</strong>')
  expect(reply.subject).toBe('Re: E7 on the display')
  expect(reply.from?.text).toBe('"Kari Solheim, Solvik Varme" <support@solvik-varme.inbox.localhost>')
  await inbox.messages.filter({ hasText: 'Amina comes tomorrow' }).getByText(/^Sent/).waitFor()
  // Whoever answers an unassigned conversation looks after it from then on (W3).
  await expect.poll(() => inbox.assignee.textContent()).toContain('Kari Solheim')

  // The customer's answer lands in the same conversation, while it is looked at.
  const answered = await samtale.deliver(answerTo(reply, { text: 'Thank you, ten is fine.' }), {
    from: customer,
    to: replyAddressOf(reply),
  })
  expect(answered.code).toBe(250)
  await inbox.messages.filter({ hasText: 'ten is fine' }).waitFor()
  expect(await inbox.messages.count()).toBe(3)
  // The signed part of the address that it came to is for machines.
  await inbox.messages
    .filter({ hasText: 'ten is fine' })
    .getByText('to support@solvik-varme.inbox.localhost', { exact: true })
    .waitFor()
  expect(page.url()).toBe(threadUrl)

  // Closed, and opened again by the next mail.
  await inbox.conversation.getByRole('button', { name: 'Close', exact: true }).click()
  if (isPhone) await page.goto('/inbox')
  await expectCount(inbox.view('All open'), 0)
  await expectCount(inbox.view('Closed'), 1)
  await samtale.deliver(answerTo(reply, { text: 'It is cold again.' }), {
    from: customer,
    to: replyAddressOf(reply),
  })
  await expectCount(inbox.view('All open'), 1)
  await inbox.row('Ingrid Haugen').getByRole('link').click()
  await inbox.messages.filter({ hasText: 'It is cold again' }).waitFor()
  await inbox.status('Open').waitFor()
  expect(page.url()).toBe(threadUrl)
  expect(await samtale.counts()).toEqual({ threads: 1, messages: 4 })
})
