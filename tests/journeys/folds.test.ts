import type { FrameLocator, Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()

const kari = 'Kari Solheim &lt;kari@solvik.example&gt;'
const outlookBlock = `<p><b>Fra:</b> ${kari}<br><b>Sendt:</b> 3. mars 2026 10:12<br><b>Til:</b> Ingrid Haugen<br><b>Emne:</b> Montering</p>`

type Sample = {
  name: string
  because: string
  type: 'html' | 'plain; format=flowed'
  body: string
  isSeen: string[]
  isFolded: string[]
}

const samples: Sample[] = [
  {
    name: 'Gmail Lie',
    because: 'an answer above the quote, and its signature',
    type: 'html',
    body: `<div>Torsdag passer fint.</div><div>Hilsen Ingrid</div><br><div class="gmail_signature">Ingrid Haugen, Fjellvarme AS</div><div class="gmail_quote"><div class="gmail_attr">tir. 3. mar. 2026 kl. 10:12 skrev ${kari}:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"><p>Passer det med montering torsdag?</p></blockquote></div>`,
    isSeen: ['Torsdag passer fint.', 'Hilsen Ingrid'],
    isFolded: ['Fjellvarme AS', 'Passer det med montering torsdag?'],
  },
  {
    name: 'Outlook Lie',
    because: 'the header block of another language than the reader’s',
    type: 'html',
    body: `<div class="WordSection1"><p>Se vedlagte <b>skisse</b>.</p><p>Mvh Ingrid</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">${outlookBlock}</div><p>Kan dere sende en skisse?</p></div>`,
    isSeen: ['Se vedlagte skisse.', 'Mvh Ingrid'],
    isFolded: ['Emne: Montering', 'Kan dere sende en skisse?'],
  },
  {
    name: 'Below Lie',
    because: 'an answer below the quote stays in its place',
    type: 'html',
    body: `<div class="gmail_quote"><div>On Tue, 3 Mar 2026 at 10:12, ${kari} wrote:</div><blockquote class="gmail_quote">How high is the ceiling?</blockquote><div>It is 240 cm.</div></div>`,
    isSeen: ['It is 240 cm.'],
    isFolded: ['How high is the ceiling?'],
  },
  {
    name: 'Between Lie',
    because: 'question and answer by turns stay, what is left of the mail folds',
    type: 'plain; format=flowed',
    body: 'On Tue, 3 Mar 2026 at 10:12, Kari <kari@solvik.example> wrote:\n> When?\n\nOn Thursday.\n\n> Where?\n\nAt www.fjellvarme.example/vei, ask kari@solvik.example.\n\n> See you then,\n> Kari',
    isSeen: ['When?', 'On Thursday.', 'Where?', 'At www.fjellvarme.example/vei'],
    isFolded: ['See you then,'],
  },
  {
    name: 'Plain Lie',
    because: 'a signature in its place',
    type: 'plain; format=flowed',
    body: 'Hello,\n\nthe pump is silent now.\n\n-- \nIngrid Haugen\nFjellvarme AS',
    isSeen: ['the pump is silent now.'],
    isFolded: ['Fjellvarme AS'],
  },
]

for (const { name, type, body } of samples) {
  const address = `${name.split(' ')[0]?.toLowerCase()}@haugen.example`
  await samtale.deliver(
    [
      `From: ${name} <${address}>`,
      'To: support@solvik-varme.inbox.localhost',
      `Subject: ${name}`,
      `Message-ID: <1.${address}>`,
      'MIME-Version: 1.0',
      `Content-Type: text/${type.includes('plain') ? type.replace(';', '; charset=utf-8;') : 'html; charset=utf-8'}`,
      '',
      ...body.split('\n'),
      '',
    ].join('\r\n'),
    { from: address },
  )
}
await samtale.settled()

test('what a mail quotes folds in its place, in the design and in the text, and opens by key', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  for (const sample of samples) {
    await openConversation(page, sample.name)
    const message = inboxOf(page).conversation.getByRole('article', { name: sample.name, exact: true })
    const isText = sample.type !== 'html'
    await seesFolds(isText ? message : message.locator('iframe').contentFrame(), sample)
    if (!isText) {
      await message.getByRole('button', { name: 'Show as text', exact: true }).click()
      await seesFolds(message, sample)
    }
  }
  // Addresses of pages and people are links.
  await openConversation(page, 'Between Lie')
  const links = inboxOf(page)
    .conversation.getByRole('article')
    .getByRole('link', { name: /fjellvarme|kari@/ })
  expect(await Promise.all((await links.all()).map((link) => link.getAttribute('href')))).toEqual([
    'mailto:kari@solvik.example',
    'https://www.fjellvarme.example/vei',
    'mailto:kari@solvik.example',
  ])
  // The row of the list says what is new.
  await inboxOf(page).rows.filter({ hasText: 'Outlook Lie' }).getByText('Se vedlagte skisse.').waitFor()
  await inboxOf(page).rows.filter({ hasText: 'Below Lie' }).getByText('It is 240 cm.').waitFor()
  await inboxOf(page).rows.filter({ hasText: 'Between Lie' }).getByText('On Thursday. At www').waitFor()
})

test('in Norwegian, on a telephone, in the dark', async () => {
  const { page } = await open(samtale, { as: samtale.account.email, width: 390, theme: 'dark', locale: 'nb-NO' })
  await page.getByText('Gmail Lie').first().click()
  const message = page.getByRole('article', { name: 'Gmail Lie', exact: true })
  const frame = message.locator('iframe').contentFrame()
  const key = frame.getByLabel('Vis sitert tekst', { exact: true })
  const box = await key.boundingBox()
  expect(box?.height).toBeGreaterThanOrEqual(24)
  await key.click()
  await frame.getByText('Passer det med montering torsdag?').waitFor({ state: 'visible' })
})

async function seesFolds(place: Locator | FrameLocator, { isSeen, isFolded }: Sample): Promise<void> {
  for (const text of isSeen) await place.getByText(text).first().waitFor({ state: 'visible' })
  for (const text of isFolded) expect(await place.getByText(text).first().isVisible()).toBe(false)
  for (const key of await place.getByLabel(/^Show (quoted text|signature)$/).all()) {
    await key.focus()
    await key.press('Enter')
  }
  for (const text of [...isSeen, ...isFolded]) await place.getByText(text).first().waitFor({ state: 'visible' })
}
