import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()

const forward = aMail({
  from: 'Jonas Berg <jonas@nordmark.example>',
  subject: 'Fwd: Varmepumpe',
  text: 'Can you help her?\n\n---------- Forwarded message ---------\nFra: Ingrid Haugen <ingrid@fjell.example>\nDate: tir. 3. mars 2026 kl. 10:12\nSubject: Varmepumpe\nTo: Jonas Berg <jonas@nordmark.example>\n\n\nThe display says E7, and the house is cold.\n\nIngrid',
})
const html = [
  'From: Elif Demir <elif@nordmark.example>',
  'To: support@solvik-varme.inbox.localhost',
  'Subject: VS: Varmepumpe i stua',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<div>Kan dere hjelpe?</div><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>Fra: <strong>Ingrid Haugen</strong> &lt;<a href="mailto:ingrid@fjell.example">ingrid@fjell.example</a>&gt;<br>Date: tir. 3. mars<br>Subject: Varmepumpe i stua<br>To: Jonas<br></div><div>Den bråker om natten.</div></div>',
  '',
].join('\r\n')

test.each([
  { because: 'on a desk', width: 1440, theme: 'light', locale: 'en-GB' },
  { because: 'on a phone, dark', width: 390, theme: 'dark', locale: 'en-GB' },
] as const)(
  'S22 abuse-11 a forwarded mail says who passed it on, and that its writer is only stated, $because',
  async ({ width, theme, locale }) => {
    const account = await samtale.openAccount('Solvik Varme')
    for (const mail of [forward, html]) {
      await samtale.deliver(mail, { from: 'jonas@nordmark.example', to: account.fallbackAddress })
    }
    await samtale.settled()
    const { page } = await open(samtale, { as: account.email, width, theme, locale })
    const { conversation } = inboxOf(page)
    await openConversation(page, 'Jonas Berg')
    const note = conversation.getByRole('note')
    await expect
      .poll(() => note.textContent())
      .toBe(
        'Forwarded by Jonas Berg · written by Ingrid Haugen (ingrid@fjell.example), as stated by the forwarder' +
          'Nothing proves who wrote the original: that is in words the sender could have typed. A reply goes to Jonas Berg.',
      )
    // The sender stays the one who sent it, and nothing of what he passed on is folded.
    await conversation
      .getByRole('article', { name: 'Jonas Berg', exact: true })
      .getByText('The display says E7')
      .waitFor()
    expect(await conversation.getByRole('button', { name: 'Show quoted text', exact: true }).count()).toBe(0)
    if (width < 720) return
    await openConversation(page, 'Elif Demir')
    await conversation.getByRole('note').getByText('written by Ingrid Haugen').waitFor()
    const frame = conversation.getByTitle('Message from Elif Demir', { exact: true }).contentFrame()
    await frame.getByText('Den bråker om natten.').waitFor()
  },
)
