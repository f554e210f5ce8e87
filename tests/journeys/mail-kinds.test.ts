import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { aDeliveryReport, headerOf } from '../harness/reports.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { email, fallbackAddress } = samtale.account

test('W10: a mail says what kind it is, and what that means, by click and by key', async () => {
  await samtale.deliver(
    aMail({
      from: 'Berit Ås <berit@nordmark.example>',
      subject: 'Fravær: Re: E7',
      text: 'Jeg er ute av kontoret til mandag.',
      headers: ['Auto-Submitted: auto-replied'],
    }),
  )
  await samtale.settled()
  const { page } = await open(samtale, { as: email })
  await openConversation(page, 'Berit Ås')
  const { conversation } = inboxOf(page)
  const kind = conversation.getByRole('button', { name: 'Out of office', exact: true })
  const meaning = conversation.getByText('Its sender says that they are away.', { exact: true })
  await kind.click()
  await meaning.waitFor()
  await conversation.getByRole('button', { name: 'Automatic reply', exact: true }).focus()
  await page.keyboard.press('Enter')
  await conversation.getByText('A program answered, not a person.', { exact: false }).waitFor()
  await meaning.waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  expect(await kind.getAttribute('aria-expanded')).toBe('false')
})

test('pains-37: a reply that comes back late, and then not delivered, shows so where it was written', async () => {
  await samtale.deliver(aMail({ from: 'Tora Lie <tora@nordmark.example>' }), { from: 'tora@nordmark.example' })
  await samtale.settled()
  const { page } = await open(samtale, { as: email })
  await openConversation(page, 'Tora Lie')
  const inbox = inboxOf(page)
  await inbox.textbox('Reply').fill('It is the sensor.')
  await inbox.send.click()
  await takenMail(relay, 'tora@nordmark.example', 'It is the sensor.')
  await samtale.settled()
  const raw = relay.accepted.find(({ to }) => to.includes('tora@nordmark.example'))?.raw ?? ''
  const about = { recipient: 'tora@nordmark.example', returned: headerOf(raw), to: fallbackAddress }
  await samtale.deliver(aDeliveryReport({ ...about, action: 'delayed', diagnostic: '451 4.4.1 Busy' }), { from: '' })
  await inbox.conversation
    .getByText('Delivery to tora@nordmark.example takes longer; their server goes on trying', { exact: true })
    .waitFor()
  const diagnostic = '550 5.1.1 No such person here'
  await samtale.deliver(aDeliveryReport({ ...about, action: 'failed', diagnostic }), { from: '' })
  await inbox.conversation.getByText(diagnostic, { exact: false }).waitFor()
  await inbox.conversation.getByRole('button', { name: 'Try again', exact: true }).waitFor()
})
