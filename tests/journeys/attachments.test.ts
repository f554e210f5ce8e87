import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type AttachedFile, aLockedPdf, aPdf, aPicture, mailWithFiles } from '../harness/files.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { violationsOn } from './axe.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()

const pages = Array.from(
  { length: 12 },
  (_, at) => `Maintenance plan, sheet ${at + 1}\nHeat pump S30, serial 1042\nNext service in March`,
)
const letter = mailWithFiles({
  from: 'Magnus Haugen <magnus@nordmark.example>',
  subject: 'Offer for 12 outdoor units',
  html: '<h2>Offer</h2><p>Twelve units, delivered in week 49.</p><script>alert(1)</script>',
  files: [
    { name: 'prices.csv', type: 'text/csv', bytes: 'unit;price\nS30;42 000' },
    { name: 'roof.png', type: 'image/png', bytes: await aPicture('png', { colour: '#35986b' }) },
  ],
})

const files: AttachedFile[] = [
  { name: 'display.jpg', type: 'image/jpeg', bytes: await aPicture('jpeg', { width: 1600, height: 1200 }) },
  { name: 'plan.pdf', type: 'application/pdf', bytes: aPdf(pages) },
  { name: 'log.html', type: 'text/html', bytes: '<h1>E7</h1>\n<script>alert(1)</script>' },
  { name: 'offer.eml', type: 'message/rfc822', bytes: letter },
  { name: 'locked.pdf', type: 'application/pdf', bytes: aLockedPdf() },
  { name: 'firmware.bin', type: 'application/octet-stream', bytes: Buffer.from([0, 1, 2, 3]) },
]

const invitation = (method: string, more: readonly string[] = []) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    'UID:visit-1042@nordmark.example',
    'DTSTAMP:20261120T080000Z',
    'DTSTART;TZID=America/New_York:20261124T080000',
    'DTEND;TZID=America/New_York:20261124T093000',
    'SUMMARY:Service visit, heat pump S30',
    'LOCATION:Fagerlia 14, Hamar',
    'ORGANIZER;CN=Hanne Bakke:mailto:hanne@nordmark.example',
    'ATTENDEE;CN=Kari Solheim;PARTSTAT=ACCEPTED:mailto:kari@solvik.example',
    'ATTENDEE;CN=Jonas Berg;PARTSTAT=NEEDS-ACTION:mailto:jonas@solvik.example',
    'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=6',
    ...more,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const calendar = (method: string, more?: readonly string[]): AttachedFile => ({
  name: 'invite.ics',
  type: `text/calendar; method=${method}; charset=utf-8`,
  bytes: invitation(method, more),
})

await samtale.deliver(mailWithFiles({ files, subject: 'Ice around the outdoor unit' }), {
  from: 'elif@nordmark.example',
})
await samtale.deliver(
  mailWithFiles({
    from: 'Hanne Bakke <hanne@nordmark.example>',
    subject: 'Service visit',
    text: 'Can you come?',
    files: [calendar('REQUEST')],
  }),
  { from: 'hanne@nordmark.example' },
)
await samtale.deliver(
  mailWithFiles({
    from: 'Lars Petter Vik <lars@nordmark.example>',
    subject: 'Readings',
    files: Array.from({ length: 40 }, (_, at) => ({
      name: `reading ${at + 1}.txt`,
      type: 'text/plain',
      bytes: `reading ${at + 1}`,
    })),
  }),
  { from: 'lars@nordmark.example' },
)
await samtale.deliver(
  mailWithFiles({
    from: 'Tobias Eide <tobias@nordmark.example>',
    // In an answer an attached mail is no forward: it stands on his own contact.
    subject: 'Re: Where the unit hangs',
    html: '<p>Here it hangs:</p><img src="cid:wall" alt="the wall"><p>Can it stay?</p>',
    files: [
      { name: 'wall.png', type: 'image/png', bytes: await aPicture('png'), contentId: 'wall' },
      { name: 'letter.eml', type: 'message/rfc822', bytes: letter },
    ],
  }),
  { from: 'tobias@nordmark.example' },
)
const answered = calendar('REPLY')
await samtale.deliver(
  mailWithFiles({
    from: 'Nora Strand <nora@nordmark.example>',
    subject: 'Cancelled: service visit',
    files: [calendar('CANCEL', ['STATUS:CANCELLED', 'SEQUENCE:2']), { ...answered, name: 'answer.ics' }],
  }),
  { from: 'nora@nordmark.example' },
)
await samtale.settled()

const viewerOf = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const press = (button: Locator) => button.click()

type Drawn = { complete: boolean; naturalWidth: number }

/** That a picture is really drawn, and not only there. */
const isDrawn = (image: Locator) =>
  expect
    .poll(() =>
      image.evaluate(
        (element) => (element as unknown as Drawn).complete && (element as unknown as Drawn).naturalWidth > 0,
      ),
    )
    .toBe(true)

const widthOf = async (element: Locator) => (await element.boundingBox())?.width ?? 0

test('files are looked at over the conversation: picture, PDF, text, attached mail, and what cannot be shown', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  await openConversation(page, 'Elif Demir')
  const mail = inboxOf(page).messages.first()
  await isDrawn(mail.locator('img').first())
  expect(await mail.getByRole('link', { name: /^Download / }).count()).toBe(6)
  await shot(page, 'chips')

  await press(mail.getByRole('button', { name: 'Open display.jpg', exact: true }))
  let viewer = viewerOf(page, 'display.jpg')
  const picture = viewer.getByRole('img', { name: 'display.jpg' })
  await isDrawn(picture)
  const fitted = await widthOf(picture)
  await shot(page, 'picture')
  await press(viewer.getByRole('button', { name: 'Zoom in' }))
  await press(viewer.getByRole('button', { name: 'Zoom in' }))
  expect(await widthOf(picture)).toBeGreaterThan(1.9 * fitted)
  await press(viewer.getByRole('button', { name: 'Zoom out' }))
  await press(viewer.getByRole('button', { name: 'Zoom out' }))
  expect(await viewer.getByRole('button', { name: 'Previous file' }).count()).toBe(0)

  await page.keyboard.press('ArrowRight')
  viewer = viewerOf(page, 'plan.pdf')
  await isDrawn(viewer.getByRole('figure', { name: 'Page 1 of 12' }).locator('img'))
  expect(await viewer.getByRole('figure', { name: 'Page 1 of 12' }).textContent()).toContain('sheet 1')
  await shot(page, 'pdf')
  expect(await violationsOn(page)).toEqual([])
  await viewer.getByRole('figure', { name: 'Page 9 of 12' }).scrollIntoViewIfNeeded()
  await isDrawn(viewer.getByRole('figure', { name: 'Page 9 of 12' }).locator('img'))
  await viewer.getByText('Page 9 of 12', { exact: true }).waitFor()

  await press(viewer.getByRole('button', { name: 'Next file' }))
  viewer = viewerOf(page, 'log.html')
  await viewer.getByText('<script>alert(1)</script>').waitFor()
  await shot(page, 'text')

  await page.keyboard.press('ArrowRight')
  viewer = viewerOf(page, 'offer.eml')
  const letterFrame = viewer.getByTitle('Message from Magnus Haugen').contentFrame()
  await letterFrame.getByText('Twelve units, delivered in week 49.').waitFor()
  await viewer.getByText('Magnus Haugen <magnus@nordmark.example>').waitFor()
  await isDrawn(viewer.locator('img').first())
  await shot(page, 'mail')
  await press(viewer.getByRole('button', { name: 'Open prices.csv', exact: true }))
  await viewerOf(page, 'prices.csv').getByText('S30;42 000').waitFor()
  const downloading = page.waitForEvent('download')
  await viewerOf(page, 'prices.csv').getByRole('link', { name: 'Download prices.csv', exact: true }).click()
  expect((await downloading).suggestedFilename()).toBe('prices.csv')
  await page.keyboard.press('Escape')
  await viewer.getByText('Magnus Haugen <magnus@nordmark.example>').waitFor()

  await page.keyboard.press('ArrowRight')
  await viewerOf(page, 'locked.pdf')
    .getByText('locked.pdf is locked with a password. Download it, and open it with the password.')
    .waitFor()
  await page.keyboard.press('ArrowRight')
  await viewerOf(page, 'firmware.bin')
    .getByText('There is no preview of firmware.bin. Download it to open it.')
    .waitFor()
  await shot(page, 'nothing')
  expect(await page.getByRole('button', { name: 'Next file' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await viewerOf(page, 'firmware.bin').waitFor({ state: 'detached' })
})

test('pictures within the mail are no files while they are seen; Esc goes back a mail, then out', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  await openConversation(page, 'Tobias Eide')
  const mail = inboxOf(page).messages.first()
  await isDrawn(mail.getByTitle('Message from Tobias Eide').contentFrame().getByRole('img', { name: 'the wall' }))
  const downloads = mail.getByRole('link', { name: /^Download / })
  expect(await downloads.count()).toBe(1)
  await mail.getByRole('button', { name: 'Show as text', exact: true }).click()
  await mail.getByRole('link', { name: 'Download wall.png', exact: true }).waitFor()
  await mail.getByRole('button', { name: 'Show as designed', exact: true }).click()
  await expect.poll(() => downloads.count()).toBe(1)

  await mail.getByRole('button', { name: 'Open letter.eml', exact: true }).click()
  await viewerOf(page, 'letter.eml').getByRole('button', { name: 'Open roof.png', exact: true }).click()
  await isDrawn(viewerOf(page, 'roof.png').getByRole('img', { name: 'roof.png' }))
  await page.keyboard.press('Escape')
  await viewerOf(page, 'letter.eml').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await mail.getByRole('button', { name: 'Open letter.eml', exact: true }).click()
  await viewerOf(page, 'letter.eml').waitFor()
})

test('on a phone, in Norwegian, in the dark: the same, the whole screen', async () => {
  const { page } = await open(samtale, { as: samtale.account.email, width: 390, theme: 'dark', locale: 'nb-NO' })
  await page
    .getByRole('listitem', { name: /^Elif Demir/ })
    .getByRole('link')
    .click()
  const mail = page.getByRole('article').first()
  await isDrawn(mail.locator('img').first())
  await shot(page, 'phone-chips')
  await mail.getByRole('button', { name: 'Åpne plan.pdf', exact: true }).click()
  const viewer = viewerOf(page, 'plan.pdf')
  await isDrawn(viewer.getByRole('figure', { name: 'Side 1 av 12' }).locator('img'))
  expect(await viewer.boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 })
  expect(await viewer.evaluate((element) => (element as unknown as { scrollWidth: number }).scrollWidth)).toBe(390)
  await shot(page, 'phone-pdf')
  expect(await violationsOn(page)).toEqual([])
  await viewer.getByRole('button', { name: 'Neste fil' }).click()
  await viewerOf(page, 'log.html').getByRole('button', { name: 'Neste fil' }).click()
  await viewerOf(page, 'offer.eml').getByText('Magnus Haugen <magnus@nordmark.example>').waitFor()
  await viewerOf(page, 'offer.eml').getByTitle('Melding fra Magnus Haugen').contentFrame().getByText('Offer').waitFor()
  await shot(page, 'phone-mail')
  expect(await violationsOn(page)).toEqual([])
  await viewerOf(page, 'offer.eml').getByRole('button', { name: 'Lukk' }).click()
  await page.goBack()
  await page
    .getByRole('listitem', { name: /^Hanne Bakke/ })
    .getByRole('link')
    .click()
  await page.getByRole('region', { name: 'Invitasjon: Service visit, heat pump S30' }).waitFor()
  await shot(page, 'phone-invitation')
  expect(await violationsOn(page)).toEqual([])
})

test('an invitation says what, when here and there, where and who; 40 files are 40', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  await openConversation(page, 'Hanne Bakke')
  const card = page.getByRole('region', { name: 'Invitation: Service visit, heat pump S30' })
  await card.getByText(/^Tuesday, 24 November 2026/).waitFor()
  expect(await card.textContent()).toMatch(/14:00\s?–\s?15:30/)
  expect(await card.textContent()).toMatch(/08:00\s?–\s?09:30 where the organiser is \(New York\)/)
  for (const words of [
    'Fagerlia 14, Hamar',
    'Organiser: Hanne Bakke',
    'Every 2 weeks on Tuesday and Thursday, 6 times',
  ]) {
    await card.getByText(words, { exact: true }).waitFor()
  }
  await card.getByRole('button', { name: /^2 people invited: 1 accepted/ }).click()
  await card.getByText('Kari Solheim').waitFor()
  await shot(page, 'invitation')
  expect(await violationsOn(page)).toEqual([])
  const downloading = page.waitForEvent('download')
  await card.getByRole('link', { name: 'Download .ics', exact: true }).click()
  expect((await downloading).suggestedFilename()).toBe('invite.ics')

  await openConversation(page, 'Nora Strand')
  await page.getByRole('region', { name: 'Cancelled: Service visit, heat pump S30' }).waitFor()
  await page
    .getByRole('region', { name: 'Answer to an invitation: Service visit, heat pump S30' })
    .getByText('Kari Solheim accepted', { exact: true })
    .waitFor()
  await shot(page, 'cancelled')

  await openConversation(page, 'Lars Petter Vik')
  const mail = inboxOf(page).messages.first()
  const downloads = mail.getByRole('link', { name: /^Download reading / })
  await expect.poll(() => downloads.count()).toBe(40)
  await shot(page, 'forty')
  await mail.getByRole('button', { name: /^40 files/ }).click()
  expect(await downloads.count()).toBe(0)
  await mail.getByRole('button', { name: /^40 files/ }).click()
  await mail.getByRole('button', { name: 'Open reading 40.txt', exact: true }).click()
  await viewerOf(page, 'reading 40.txt').getByText('40 of 40').waitFor()
  await viewerOf(page, 'reading 40.txt').getByText('reading 40', { exact: true }).waitFor()
})

async function shot(page: Page, name: string) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
}
