import { afterAll, expect, test } from 'vitest'
import { startDnsServer } from '../harness/dns-server.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { signedBy, signingZone } from '../harness/signed-mail.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const isStored = Promise.withResolvers<void>()
const dns = await startDnsServer({
  'nordmark.example': { TXT: ['v=spf1 ip4:127.0.0.1 -all'] },
  '_dmarc.nordmark.example': { TXT: ['v=DMARC1; p=reject'] },
  ...signingZone('nordmark.example', { selector: 'slow', after: isStored.promise }),
})
afterAll(() => dns.close())
const samtale = await startSharedSamtale({ env: { DNS_SERVERS: dns.address } })

const ingrid = 'Ingrid Haugen <ingrid@nordmark.example>'

test('W10 a mail is shown while its sender is checked, and says in place what came of it', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  const { conversation, messages, row } = inboxOf(page)
  const mail = await signedBy('nordmark.example', aMail({ from: ingrid }), { selector: 'slow' })
  await samtale.deliver(mail, { from: 'list@elsewhere.example' })
  isStored.resolve()
  await row('Ingrid Haugen').waitFor()
  await openConversation(page, 'Ingrid Haugen')
  await conversation.getByText('Sender verified', { exact: true }).waitFor()
  expect(await conversation.getByText('Checking sender …').count()).toBe(0)
  expect(await messages.count()).toBe(1)

  // Behind the word stand the reasons, by keyboard too.
  const reason = conversation.getByText('nordmark.example confirms that this mail is its own.')
  expect(await reason.isVisible()).toBe(false)
  await conversation.getByText('Sender verified', { exact: true }).focus()
  await page.keyboard.press('Enter')
  expect(await reason.isVisible()).toBe(true)
  expect(await conversation.getByText('The first message from this sender.').isVisible()).toBe(true)
})

test('abuse-21 who is not whom he says is warned of before his words', async () => {
  const account = await samtale.openAccount('Nordmark Eiendom')
  await samtale.deliver(aMail({ from: ingrid, headers: ['Reply-To: ingrid@elsewhere.example'] }), {
    from: 'list@elsewhere.example',
    to: account.fallbackAddress,
  })
  await samtale.settled()
  const { page } = await open(samtale, { as: account.email, width: 390, theme: 'dark', locale: 'nb-NO' })
  await page
    .getByRole('listitem', { name: /^Ingrid Haugen/ })
    .getByRole('link')
    .click()
  await page.getByText('Avsenderen er ikke ekte').waitFor()
  const card = page.getByRole('article')
  expect(await card.getByRole('alert').allInnerTexts()).toEqual([
    expect.stringContaining('Dette er sannsynligvis ikke fra nordmark.example'),
  ])
  expect(await card.getByText('Svar på e-posten går til ingrid@elsewhere.example').isVisible()).toBe(true)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
